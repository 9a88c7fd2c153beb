/** A service report on paper: the same sentences and numbers as on its page, outcomes first. */
import MarkdownIt from 'markdown-it'
import { baseWords, changesSentence, gotSentence, monthName, type MonthNumber, promiseSentence, type ReportNumber, scopeWords, type ServiceReport, spanWords, valueWords, verdictOf, verdictWords } from '../practices/report/content.ts'
import { openSheet, type Sheet } from './pdf-sheet.ts'

/** The bytes of the document. English, as the product is. */
export function reportPdf(r: ServiceReport): Promise<Buffer> {
  const title = `Service report ${monthName(r.month)}, ${r.organization.name}`
  const sheet = openSheet({ title, author: r.provider, language: 'en-GB', foot: title, madeAt: r.knownAt })
  sheet.heading(1, `Service report ${monthName(r.month)}`)
  sheet.paragraph(`For ${r.organization.name}, by ${r.provider}. ${r.record?.publishedAt ? 'Published' : 'Numbers as known'} ${dayTime(r.knownAt, r.zone)}; days and months are those of ${r.zone}.`, 'quiet')
  if (r.record?.state !== 'published') sheet.paragraph('Draft: not published.', 'warning')
  outcomes(sheet, r)
  if (r.record?.comment) {
    sheet.heading(2, 'In our words')
    words(sheet, r.record.comment)
  }
  numbers(sheet, r)
  majors(sheet, r)
  sheet.heading(2, 'Outages by service')
  if (r.outages.length === 0) sheet.paragraph('No outage was recorded.')
  else sheet.table(['Service', 'Outages', 'Time it was gone'], r.outages.map((o) => [o.name, String(o.outages), spanWords(o.seconds)]), [0.5, 0.2, 0.3])
  sheet.heading(2, 'Open at the end of the month')
  if (r.open.count === 0) sheet.paragraph('Nothing was open.')
  else {
    sheet.table(['Number', 'What', 'Open since'], r.open.items.map((i) => [i.number, i.title, dayTime(i.openedAt, r.zone)]), [0.15, 0.57, 0.28])
    if (r.open.count > r.open.items.length) sheet.paragraph(`And ${r.open.count - r.open.items.length} more.`, 'quiet')
  }
  sheet.heading(2, 'Changes announced')
  sheet.paragraph(changesSentence)
  return sheet.finish()
}

/** Markdown as plain paragraphs and lists: marks would be noise on paper. */
function words(sheet: Sheet, markdown: string): void {
  const tokens = new MarkdownIt({ html: false }).parse(markdown, {})
  let items: string[] | null = null
  for (const t of tokens) {
    if (t.type === 'bullet_list_open' || t.type === 'ordered_list_open') items ??= []
    else if ((t.type === 'bullet_list_close' || t.type === 'ordered_list_close') && t.level === 0) { sheet.list(items ?? []); items = null }
    const text = t.type === 'inline' ? (t.children ?? []).map((c) => (c.type === 'softbreak' || c.type === 'hardbreak' ? ' ' : c.content)).join('') : t.type === 'fence' || t.type === 'code_block' ? t.content.trimEnd() : ''
    if (text === '') continue
    if (items === null) sheet.paragraph(text)
    else items.push(text)
  }
}

function outcomes(sheet: Sheet, r: ServiceReport): void {
  sheet.heading(2, 'What was promised, and what you got')
  if (r.outcomes.length === 0) sheet.paragraph('No agreement was in force.')
  for (const [agreement, lines] of Map.groupBy(r.outcomes, (o) => o.agreement)) {
    const [first] = lines
    if (!first) continue
    sheet.heading(3, `${scopeWords(first)} (${agreement}${first.isDefault ? ', a default that was not agreed' : ''})`)
    sheet.table(['Promise', 'What you got', 'Outcome'], lines.map((o) => [promiseSentence(o), gotSentence(o), verdictWords[verdictOf(o)]]), [0.46, 0.4, 0.14])
  }
}

function numbers(sheet: Sheet, r: ServiceReport): void {
  sheet.heading(2, 'The month in numbers')
  const say = (n: ReportNumber, m: MonthNumber | null): string => (m === null ? 'no cases' : valueWords(n.measure.unit, m.value))
  sheet.table(['Measure', monthName(r.month), 'Rests on', 'Month before'], r.numbers.map((n) => [
    n.measure.name, say(n, n.value), [n.value === null ? '' : baseWords(n.measure.unit, n.value), n.now === null || say(n, n.now) === say(n, n.value) ? '' : `known now: ${say(n, n.now)}`].filter((x) => x !== '').join('; '), say(n, n.before),
  ]), [0.34, 0.2, 0.28, 0.18])
  for (const id of ['IN-opened', 'IN1']) {
    const n = r.numbers.find((x) => x.measure.id === id)
    if (n !== undefined) chart(sheet, n, r.zone)
  }
}

function chart(sheet: Sheet, n: ReportNumber, zone: string): void {
  const bars = n.months.map((m) => ({ label: shortMonth(m.period, zone), value: m.value, words: valueWords(n.measure.unit, m.value) }))
  sheet.bars(`${n.measure.name}, by month`, bars, n.measure.unit === 'share' ? 1 : null, `${n.measure.name}: ${bars.map((b) => `${b.label} ${b.words}`).join(', ')}.`)
}

function majors(sheet: Sheet, r: ServiceReport): void {
  sheet.heading(2, 'Major incidents')
  if (r.majors.length === 0) sheet.paragraph('There was none.')
  for (const m of r.majors) {
    sheet.heading(3, `${m.number}: ${m.title}`)
    sheet.paragraph(`From ${dayTime(m.from, r.zone)} ${m.to === null ? 'and not restored yet' : `to ${dayTime(m.to, r.zone)} (${spanWords((Date.parse(m.to) - Date.parse(m.from)) / 1000)})`}.${m.resolution === null ? '' : ` What restored it: ${m.resolution}`}`)
    if (m.said.length > 0) sheet.list(m.said.map((s) => `${dayTime(s.at, r.zone)}: ${s.text}`))
  }
}

const dayTime = (at: string, zone: string): string =>
  new Intl.DateTimeFormat('en-GB', { timeZone: zone, day: 'numeric', month: 'short', year: 'numeric', hour: '2-digit', minute: '2-digit', hourCycle: 'h23' }).format(Date.parse(at))
const shortMonth = (at: string, zone: string): string => new Intl.DateTimeFormat('en-GB', { timeZone: zone, month: 'short', year: '2-digit' }).format(Date.parse(at))
