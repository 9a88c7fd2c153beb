/** Why a request over a grown operation takes longer than it should, where that is established. */
const reasons: readonly (readonly [begins: string, why: string])[] = [
  ['list, all, each of 9 orders', 'No index has these orders: the whole table is sorted for a page. No page of the product offers them; an index for each would be one more to write at every create.'],
  ['list, opened in one month', 'By its plan: the orders by number, state and time run together with the month, which the planner does not know, so it walks the order until the month comes, past up to 750,000 records that lie before it.'],
  ['list, of a service', 'By its plan, by time left: five thousand records that lie all over the table are read and sorted, 57 ms where memory has their pages and 220 where not.'],
  ['list, of a customer', 'By its plan: the order by due time needs to know whether few match, and for that up to 6,001 of the customer’s 33,000 records are looked at, on 4,900 pages: 50 ms where memory has them, more than a second where not. The other orders stand in an index.'],
  ['every measure, 13 months, of one team', 'By its plan: the 25,000 facts of the team lie on 19,800 pages, one or two on each, and all of them are read once; 150 MB, more than twice what memory the database has. The second asking is answered from what was kept.'],
  ['the records behind a number', 'Each of the 45,000 facts near the month was given the text of its month to compare, twice a page, 380 ms each by its plan; and the bench asked for a month of another zone, which has none. Both are mended; it was not measured again since.'],
  ['process map of one service', 'By its plan: the 5,000 histories of the service, ten steps each, lie on 26,000 pages, which are read and sorted twice, by time and by variant; 200 MB. The second asking is answered from what was kept.'],
  ['list, words in it', 'By its plan: to see whether matches are few, up to 12,001 are fetched before the list begins, 370 ms for two frequent words. A lower limit made a word of 11,000 old records take 2 s instead.'],
  ['search', 'By its plan: nearly all of it (110 to 240 ms in a run by itself) is the index putting together all matches of frequent words before the first thousand are taken; hardly a page is read from the disk.'],
]

export const scaleReasonOf = (what: string): string => reasons.find(([begins]) => what.startsWith(begins))?.[1] ?? 'The reason is not established.'
