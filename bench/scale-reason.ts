/** Why a request over a grown operation takes longer than it should, where that is established. */
const reasons: readonly (readonly [begins: string, why: string])[] = [
  ['list, all, each of 9 orders', 'No index has these orders: the whole table is sorted for a page. No page of the product offers them; an index for each would make every create pay for what nobody asks.'],
  ['every measure, 13 months, of one team', 'Asked for the first time, a filtered number counts the facts of thirteen months of that team; asked again it is kept.'],
  ['process map of one service', 'A map that nobody asked for yet is counted from every step of its records; asked again it is kept until a step is written.'],
]

export const scaleReasonOf = (what: string): string => reasons.find(([begins]) => what.startsWith(begins))?.[1] ?? 'The reason is not established.'
