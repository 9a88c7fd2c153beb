/** What is asked of a grown operation: the requests behind its lists, searches, records, measures and process pages, each in several forms. */
import { register } from '../src/practices/measure/register.ts'

/** Ids to ask with, and the moment at which the filled past ends. */
export interface World {
  readonly until: string
  readonly teams: readonly string[]
  readonly services: readonly string[]
  readonly customers: readonly string[]
  readonly people: readonly string[]
  /** Numbers of the first and the last incident of the fill. */
  readonly numbers: readonly [number, number]
}

export interface Kind {
  readonly area: 'list' | 'search' | 'record' | 'measure' | 'process'
  readonly what: string
  /** Address of the nth request. Lists, searches and records differ each time; tiles are asked again, as by everybody who opens a dashboard. */
  of(n: number): string
  /** How many different ones are asked once before the time counts; 1 without it. */
  readonly forms?: number
}

const dayMs = 86_400_000
const pick = <T>(list: readonly T[], n: number): T => {
  const found = list[n % list.length]
  if (found === undefined) throw new Error('nothing to pick from')
  return found
}
const before = (until: string, days: number): string => new Date(Date.parse(until) - days * dayMs).toISOString()
/** The beginning of the month so many months before. */
const monthOf = (until: string, back: number): string => {
  const t = new Date(until)
  return new Date(Date.UTC(t.getUTCFullYear(), t.getUTCMonth() - back, 1)).toISOString()
}
/** A cursor such as the list gives, in the middle of the past: page after page to there would take minutes. */
const cursor = (sort: string, v: string | number): string => Buffer.from(JSON.stringify({ v, i: '80000000-0000-7000-a000-000000000000', s: sort })).toString('base64url')

/** The orders that the columns and views of the pages offer. */
const sorts = ['priority', '-priority', 'number', '-number', 'state', '-state', 'due', '-due', 'updatedAt', '-updatedAt', 'createdAt', '-createdAt', 'stateSince', '-stateSince']
/** Orders that only an address can ask for. */
const others = ['title', '-title', 'serviceId', 'assigneeId', 'teamId', 'impact', '-affectedUsers', 'resolvedAt', '-resolvedAt']

export function kindsOf(w: World): readonly Kind[] {
  const list = (what: string, of: (n: number) => string): Kind => ({ area: 'list', what, of: (n) => `/api/incidents?${of(n)}` })
  const filters: readonly (readonly [string, (n: number) => string])[] = [
    ['all', () => ''], ['open and waiting', () => 'group=active'], ['done', () => 'group=done'], ['of a team', (n) => `teamId=${pick(w.teams, n)}`], ['open, of a team', (n) => `group=active&teamId=${pick(w.teams, n)}`],
    ['of a service', (n) => `serviceId=${pick(w.services, n)}`], ['of a customer', (n) => `orgId=${pick(w.customers, n)}`], ['of a person', (n) => `assigneeId=${pick(w.people, n)}`], ['priority 1', () => 'priority=1'], ['major', () => 'isMajor=true'],
    ['opened in one month', (n) => `createdAt.from=${before(w.until, 60 + (n % 20) * 30)}&createdAt.to=${before(w.until, 30 + (n % 20) * 30)}`],
  ]
  const deep: readonly (readonly [string, string | number])[] = [['-createdAt', before(w.until, 365)], ['createdAt', before(w.until, 365)], ['-updatedAt', before(w.until, 400)], ['number', `INC-${Math.round((w.numbers[0] + w.numbers[1]) / 2)}`], ['priority', 3], ['state', 'closed']]
  const measure = (what: string, of: (n: number) => string, forms = 1): Kind => ({ area: 'measure', what, of, forms })
  const range = (months: number): string => `from=${monthOf(w.until, months - 1)}&to=${w.until}&zone=Europe/Vienna`
  const tiles = register.filter((m) => m.definition !== null)
  const isStock = (kind: string | undefined): boolean => kind === 'stock' || kind === 'age'
  return [
    ...filters.map(([name, filter]) => list(`list, ${name}, each of ${sorts.length} orders`, (n) => `${filter(n)}&sort=${pick(sorts, n)}`)),
    ...filters.slice(0, 6).map(([name, filter]) => list(`list with its count, ${name}`, (n) => `${filter(n)}&count=true&sort=-createdAt`)),
    list(`list, all, each of ${others.length} orders that no column offers`, (n) => `sort=${pick(others, n)}`),
    list('list, a page in the middle of the past', (n) => { const [sort, v] = pick(deep, n); return `sort=${sort}&after=${cursor(sort, v)}` }),
    list('list, deep in one team', (n) => `sort=-createdAt&teamId=${pick(w.teams, n)}&after=${cursor('-createdAt', before(w.until, 365))}`),
    list('list, words in it', (n) => `sort=-createdAt&q=${pick(['timeout', 'login slow', `ref${w.numbers[0] - 5000 + n * 7}`, 'crane customs'], n)}`),
    { area: 'list', what: 'tally of open ones by state, priority or team', of: (n) => `/api/incidents/tally?group=active&by=${pick(['state', 'priority', 'teamId'], n)}` },
    { area: 'search', what: 'search, a word in a third of all', of: (n) => `/api/search?q=${pick(['timeout', 'error', 'slow', 'users'], n)}` },
    { area: 'search', what: 'search, a word in one of them', of: (n) => `/api/search?q=ref${(n * 7919) % (w.numbers[1] - w.numbers[0])}` },
    { area: 'search', what: 'search, two words', of: (n) => `/api/search?q=${pick(['login timeout', 'crane customs', 'payment slow', 'printer error'], n)}` },
    { area: 'search', what: 'search, a number', of: (n) => `/api/search?q=INC-${w.numbers[0] + ((n * 7919) % (w.numbers[1] - w.numbers[0]))}` },
    { area: 'record', what: 'a record by its number', of: (n) => `/api/incidents/INC-${w.numbers[0] + ((n * 104_729) % (w.numbers[1] - w.numbers[0]))}` },
    { area: 'record', what: 'its timeline', of: (n) => `/api/incidents/INC-${w.numbers[0] + ((n * 104_729) % (w.numbers[1] - w.numbers[0]))}/timeline` },
    ...tiles.map((m) => measure(`${m.id}, ${isStock(m.definition?.kind) ? '13 weeks by day' : '13 months'}`, () =>
      isStock(m.definition?.kind) ? `/api/measures/${m.id}/values?step=day&from=${before(w.until, 91)}&to=${w.until}&zone=Europe/Vienna` : `/api/measures/${m.id}/values?step=month&${range(13)}`)),
    ...['teamId', 'priority'].map((by) => measure(`every measure, 13 months, by ${by}`, (n) => {
      const m = pick(tiles, n)
      return isStock(m.definition?.kind) ? `/api/measures/${m.id}/values?step=week&from=${before(w.until, 91)}&to=${w.until}&zone=Europe/Vienna&by=${by}` : `/api/measures/${m.id}/values?step=month&${range(13)}&by=${by}`
    }, tiles.length)),
    measure('every measure, 13 months, of one team, never asked before', (n) => {
      const m = pick(tiles, n)
      return isStock(m.definition?.kind) ? `/api/measures/${m.id}/values?step=week&from=${before(w.until, 91)}&to=${w.until}&zone=Europe/Vienna&teamId=${pick(w.teams, n)}` : `/api/measures/${m.id}/values?step=month&${range(13)}&teamId=${pick(w.teams, n)}`
    }, 0),
    measure('incidents opened since the beginning, by month', () => '/api/measures/IN-opened/values?step=month&zone=Europe/Vienna'),
    measure('open incidents over two years, by week', () => `/api/measures/IN-backlog/values?step=week&from=${before(w.until, 700)}&to=${w.until}&zone=Europe/Vienna`),
    measure('the records behind a number', (n) => `/api/measures/IN7/records?step=month&from=${monthOf(w.until, 12)}&to=${w.until}&zone=UTC&period=${monthOf(w.until, 1 + (n % 10))}&limit=50`),
    measure('opened by month as known 200 days ago', () => `/api/measures/IN-opened/values?step=month&${range(13)}&knownAt=${before(w.until, 200)}`),
    measure('reopened by month as known 200 days ago', () => `/api/measures/IN7/values?step=month&${range(13)}&knownAt=${before(w.until, 200)}`),
    { area: 'process', what: 'process map of one month', forms: 10, of: (n) => `/api/process?from=${monthOf(w.until, 1 + (n % 10))}&to=${monthOf(w.until, n % 10)}` },
    { area: 'process', what: 'process map of one service, never asked before', forms: 0, of: (n) => `/api/process?serviceId=${pick(w.services, n)}` },
  ]
}
