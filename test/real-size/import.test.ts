/** Real operations that nobody here wrote, at their whole length: their logs come in, and the measures say what their reference figures say. Run by `dev real`; a part of it runs with all tests (`test/stories/import-real.test.ts`). */
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { practices } from '../../src/app/parts.ts'
import type { Definition, FactCondition } from '../../src/model/measure.ts'
import { undoImport } from '../../src/store/imported.ts'
import { verifyJournal } from '../../src/store/journal.ts'
import { openStore } from '../../src/store/open.ts'
import type { Store } from '../../src/store/store.ts'
import { type TestDatabase, testDatabase } from '../database.ts'
import { absent, type Asker, askerOf, atLeast, bring, type Brought, dayOf, type Figures, figuresOf, faultsIn, given, hasFigures, share, type Spread, yes } from '../stories/import-figures.ts'

let database: TestDatabase
let store: Store

beforeAll(async () => { database = await testDatabase(); store = openStore({ url: database.url, practices }) })
afterAll(async () => { await store.close(); await database.drop() })

const long = 600_000
const instants = 'is an instant, and a measure is a number; lists sorted by it show it'
/** Steps that a row of the source made; the opening itself is one more. */
const rowsOnly: FactCondition = given('sourceState')
const steps: Partial<Definition> = { of: 'incident_step', member: 'at', where: [rowsOnly] }

const hours = (seconds: number): number => Math.round(seconds / 36) / 100
const twoDigits = (t: Readonly<Record<string, number>>): Record<string, number> => Object.fromEntries(Object.entries(t).map(([k, v]) => [k.padStart(2, '0'), v]))
const weekdays = ['', '1-Mon', '2-Tue', '3-Wed', '4-Thu', '5-Fri', '6-Sat', '7-Sun']

async function folded(ask: Asker, step: 'weekday' | 'hour-of-day'): Promise<Record<string, number>> {
  const cells = await ask.cells({}, { step })
  return Object.fromEntries(cells.map((c) => [step === 'weekday' ? weekdays[Number(c.period)] ?? '' : (c.period ?? '').padStart(2, '0'), c.value ?? 0]))
}
async function hoursInState(ask: Asker): Promise<Record<string, number>> {
  const cells = await ask.cells({ ...steps, kind: 'sum', value: 'seconds' }, { by: ['sourceState'] })
  return Object.fromEntries(cells.filter((c) => c.used > 0).map((c) => [c.slice[0] ?? '', hours(c.value ?? 0)]))
}
async function sameEach(figures: Figures, name: string, spread: (key: string) => Promise<Spread>): Promise<void> {
  const said: Record<string, Spread> = {}
  for (const key of Object.keys(figures.value(name) as object)) said[key] = await spread(key)
  figures.same(name, said)
}

/** One that once took ten times as long as ever before said nothing of where: what takes longer than a minute tells each half minute what the database does. */
async function timed<T>(what: string, work: Promise<T>): Promise<T> {
  const from = performance.now()
  const tell = async (): Promise<void> => {
    if (performance.now() - from < 60_000) return
    const { rows } = await store.db.ownerPool.query<{ s: string }>(`SELECT concat_ws(' | ', backend_type, state, wait_event_type, wait_event, (now() - xact_start)::text, (now() - query_start)::text, pg_blocking_pids(pid)::text, left(regexp_replace(query, '\\s+', ' ', 'g'), 300)) AS s FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()`)
    console.warn([`${what} takes ${((performance.now() - from) / 1000).toFixed(0)} s so far`, ...rows.map((r) => r.s)].join('\n  '))
  }
  const telling = setInterval(() => { tell().catch((e: unknown) => { console.warn(`${what} takes long, and the database does not say why: ${String(e)}`) }) }, 30_000)
  try { return await work } finally { clearInterval(telling) }
}

/** What must hold of every source beside its figures: nothing twice, the proof finds nothing, and all of it goes again. */
async function comesTwiceAndGoes(it: Brought, mapping: string, file: string): Promise<void> {
  const again = await timed('the second import', bring(store, mapping, file, it))
  expect(again.counts).toMatchObject({ recordsMade: 0, entriesMade: 0, recordsSame: it.counts.recordsMade, faultCount: 0 })
  expect((await timed('the proof', verifyJournal(store.db, store.records))).faults).toEqual([])
  expect((await timed('taking it out', undoImport(store.db, it.importId, store.records, new Set(['incident'])))).kept).toBe(0)
  expect(await askerOf(store, it.orgId).n()).toBe(0)
  expect((await timed('the proof afterwards', verifyJournal(store.db, store.records))).faults).toEqual([])
  const left = await store.db.owner((tx) => tx.query<{ n: number }>('SELECT count(*)::int AS n FROM incident_step'))
  expect(left[0]?.n).toBe(0)
}

describe.skipIf(!hasFigures)('ServiceNow', () => {
  const source = ['servicenow-audit', 'servicenow-uci/incident_event_log.dev.csv.gz'] as const
  let it: Brought
  let f: Figures
  let ask: Asker
  beforeAll(async () => { it = await bring(store, ...source); f = figuresOf('servicenow-uci'); ask = askerOf(store, it.orgId) }, long)

  test('comes in whole', async () => {
    expect(await faultsIn(store, it)).toEqual([])
    f.same('events', it.counts.rowsRead)
    f.same('incidents', await ask.n())
  })

  test('counts', async () => {
    f.same('events_by_state', await ask.tally('sourceState', { def: steps }))
    f.same('opened_per_month', await ask.perMonth())
    f.same('opened_per_weekday', await folded(ask, 'weekday'))
    f.same('opened_per_hour', await folded(ask, 'hour-of-day'))
    f.same('resolved_per_month', await ask.perMonth('endedAt'))
    f.same('priority', await ask.tally('external.priority'))
    f.same('contact_type', await ask.tally('external.contact_type'))
    const triple = await ask.cells({}, { by: ['external.impact', 'external.urgency', 'external.priority'] })
    f.same('impact_urgency_priority', Object.fromEntries(triple.map((c) => [c.slice.join(' | '), c.value])))
    f.same('priority_changed_during_life', await ask.n([atLeast('priorityChanges', 1)]))
    f.same('reopened_incidents', await ask.n([atLeast('external.reopenings', 1)]))
    f.same('reopen_total', await ask.n([], { kind: 'sum', value: 'external.reopenings' }))
    f.same('reopened_share', share(await ask.n([atLeast('external.reopenings', 1)]), it.counts.recordsMade))
    f.same('resolved_at_missing', await ask.n([absent('resolvedAt')]))
    f.same('knowledge_true', await ask.n([yes('external.knowledge', 'true')]))
    f.same('priority_confirmed_true', await ask.n([yes('external.priority_confirmed', 'true')]))
    f.same('resolved_within_1h_no_reassignment', await ask.n([yes('external.reassignments', '0'), given('resolvedAt'), { field: 'resolveSeconds', op: 'to', values: ['3600.001'] }]))
    f.same('negative_gaps_between_events', await ask.n([], { ...steps, where: [rowsOnly, { field: 'seconds', op: 'to', values: ['0'] }] }))
    for (const [figure, fact] of [['with_problem_id', 'problem'], ['with_rfc', 'change'], ['with_caused_by_change', 'caused_by'], ['with_cmdb_ci', 'ci'], ['with_vendor', 'vendor']] as const) f.same(figure, await ask.n([given(`external.${fact}`)]))
    for (const [figure, fact] of [['category', 'category'], ['subcategory', 'external.subcategory'], ['u_symptom', 'external.symptom'], ['location', 'external.location'], ['closed_code', 'external.closed_code'], ['assigned_to', 'external.assigned_to'], ['caller_id', 'external.caller'], ['cmdb_ci', 'external.ci']] as const) {
      f.same(`top20_${figure}`, await ask.top(fact))
    }
    const names = await ask.teamNames()
    const groups = Object.entries(await ask.tally('teamId', { none: '?' })).map(([id, n]): [string, number] => [names.get(id) ?? id, n])
    f.same('top20_assignment_group', groups.sort(([a, x], [b, y]) => y - x || (a < b ? -1 : 1)).slice(0, 20))
  })

  test('agreements', async () => {
    const met = await ask.n([yes('resolutionMet', 'true')])
    f.same('made_sla_true', met)
    f.same('made_sla_rate', share(met, it.counts.recordsMade))
    const rates: Record<string, object> = {}
    for (const c of await ask.cells({ kind: 'share', hits: [yes('resolutionMet', 'true')] }, { by: ['external.priority'] })) rates[c.slice[0] ?? ''] = { n: c.used, true: c.hits, rate: share(c.hits ?? 0, c.used) }
    f.same('made_sla_by_priority', rates)
    const months = await ask.cells({ kind: 'share', hits: [yes('resolutionMet', 'true')] }, { step: 'month' })
    f.same('made_sla_rate_by_month_opened', Object.fromEntries(months.map((c) => [(c.period ?? '').slice(0, 7), share(c.hits ?? 0, c.used)])))
  })

  test('reassignments', async () => {
    f.same('reassignment_count', await ask.spread('external.reassignments', { unit: 1 }))
    f.same('reassigned_share', share(await ask.n([atLeast('external.reassignments', 1)]), it.counts.recordsMade))
    f.same('reassignment_hist', twoDigits(await ask.tally('external.reassignments')))
    // The opening is an entry of its own beside the rows of the source.
    f.same('events_per_incident', await ask.spread('steps', { unit: 1, less: 1 }))
  })

  test('times', async () => {
    f.same('hours_to_resolve', await ask.spread('resolveSeconds'))
    f.same('hours_to_close', await ask.spread('closeSeconds'))
    await sameEach(f, 'hours_to_resolve_by_priority', (p) => ask.spread('resolveSeconds', { where: [yes('external.priority', p)] }))
    await sameEach(f, 'hours_to_close_by_priority', (p) => ask.spread('closeSeconds', { where: [yes('external.priority', p)] }))
    f.same('hours_to_resolve_made_sla', await ask.spread('resolveSeconds', { where: [yes('resolutionMet', 'true')] }))
    f.same('hours_to_resolve_missed_sla', await ask.spread('resolveSeconds', { where: [yes('resolutionMet', 'false')] }))
    f.same('hours_in_state_total', await hoursInState(ask))
  })

  test('backlog at every midnight', async () => {
    const days = Object.keys(f.value('backlog_at_midnight') as object)
    const cells = await ask.cells({ kind: 'stock', start: 'openedAt', end: 'endedAt' }, { step: 'day', from: `${days[0]}T00:00:00Z`, to: `${days.at(-1)}T00:00:01Z` })
    f.same('backlog_at_midnight', Object.fromEntries(cells.map((c) => [(c.period ?? '').slice(0, 10), c.value])))
    const peak = cells.reduce((a, b) => ((b.value ?? 0) > (a.value ?? 0) ? b : a))
    f.same('backlog_peak', [(peak.period ?? '').slice(0, 10), peak.value])
  })

  test('every figure was compared, or it is said why not', () => {
    f.complete({
      first_opened: instants, last_opened: instants, last_closed: instants,
      made_sla_rate_over_events: 'counts the flag on rows, a trap by its own words; the agreement is a fact of the record, not of each step',
      incidents_where_made_sla_went_false_then_true: 'asks for an order of values over the life of a record beside state and team, which steps do not keep; the journal has it',
      missing_by_column_events: 'counts empty cells of the file; steps keep state, team, service and priority, the journal only what changed',
    })
  })

  test('comes twice without doubles, verifies, and goes again', () => comesTwiceAndGoes(it, ...source), long)
})

// One hour east of Greenwich the whole year, as the source writes its times.
const east = 'Etc/GMT-1'

describe.skipIf(!hasFigures)('Volvo', () => {
  const source = ['volvo-vinst', 'volvo-bpi2013/incidents.dev.csv.gz'] as const
  let it: Brought
  let f: Figures
  let ask: Asker
  beforeAll(async () => { it = await bring(store, ...source); f = figuresOf('volvo-incidents'); ask = askerOf(store, it.orgId, east) }, long)

  test('comes in whole', async () => {
    expect(await faultsIn(store, it)).toEqual([])
    f.same('events', it.counts.rowsRead)
    f.same('cases', await ask.n())
  })

  test('counts', async () => {
    f.same('events_by_status_substatus', await ask.tally('sourceState', { def: steps }))
    f.same('cases_by_last_status', await ask.tally('external.state'))
    f.same('cases_by_impact', await ask.tally('external.impact'))
    f.same('cases_started_per_month', await ask.perMonth())
    f.same('cases_ever_completed', await ask.n([given('firstResolvedAt')]))
    f.same('reopened_cases_completed_then_not_completed', await ask.n([atLeast('reopenings', 1)]))
    f.same('cases_by_set_of_levels', await ask.tally('external.levels'))
    f.same('cases_by_first_level', await ask.tally('external.first_level'))
    f.same('cases_L1_only', await ask.n([yes('external.levels', 'L1')]))
    f.same('cases_L1_only_share', share(await ask.n([yes('external.levels', 'L1')]), it.counts.recordsMade))
    f.same('cases_with_wait_user', await ask.n([], { ...steps, where: [yes('sourceState', 'Accepted/Wait - User')], distinct: 'recordId' }))
    for (const [figure, fact] of [['Product', 'product'], ['Involved Org line 3', 'org_line'], ['Involved ST', 'support_team'], ['Country', 'country'], ['Owner Country', 'owner_country']] as const) f.same(`top20_last_${figure}`, await ask.top(`external.${fact}`))
  })

  test('handovers and ping-pong', async () => {
    f.same('support_team_handovers', await ask.spread('handovers', { unit: 1 }))
    f.same('cases_with_handover', await ask.n([atLeast('handovers', 1)]))
    f.same('ping_pong_ABA_returns_total', await ask.n([], { kind: 'sum', value: 'returns' }))
    f.same('ping_pong_cases', await ask.n([atLeast('returns', 1)]))
    f.same('events_per_case', await ask.spread('steps', { unit: 1, less: 1 }))
  })

  test('times', async () => {
    f.same('hours_first_to_last_event', await ask.spread('lifeSeconds'))
    await sameEach(f, 'hours_first_to_last_event_by_impact', (i) => ask.spread('lifeSeconds', { where: [yes('external.impact', i)] }))
    f.same('hours_to_first_completed', await ask.spread('firstResolveSeconds'))
    f.same('hours_in_substatus_total', await hoursInState(ask))
  })

  test('open between the first event and the last, at every midnight', async () => {
    const days = Object.keys(f.value('open_cases_at_midnight_+01:00') as object)
    // Steps that ended lie end to end from the first event to the last: at any moment each case stands in one of them.
    const cells = await ask.cells({ of: 'incident_step', kind: 'stock', start: 'at', end: 'until', where: [given('until')] }, { step: 'day', from: `${days[0]}T00:00:00+01:00`, to: `${days.at(-1)}T00:00:01+01:00` })
    f.same('open_cases_at_midnight_+01:00', Object.fromEntries(cells.map((c) => [dayOf(c.period ?? '', east), c.value])))
  })

  test('every figure was compared, or it is said why not', () => { f.complete({ first_event: instants, last_event: instants }) })

  test('the same log as XES says the same', async () => {
    const xes = await bring(store, 'volvo-vinst-xes', 'volvo-bpi2013/incidents.dev.xes.gz')
    expect(await faultsIn(store, xes)).toEqual([])
    const askXes = askerOf(store, xes.orgId, east)
    expect([xes.counts.rowsRead, await askXes.n(), await askXes.tally('external.state'), await hoursInState(askXes), await askXes.spread('handovers', { unit: 1 })])
      .toEqual(['events', 'cases', 'cases_by_last_status', 'hours_in_substatus_total', 'support_team_handovers'].map((k) => f.value(k)))
    expect((await undoImport(store.db, xes.importId, store.records, new Set(['incident']))).kept).toBe(0)
  }, long)

  test('comes twice without doubles, verifies, and goes again', () => comesTwiceAndGoes(it, ...source), long)
})

describe.skipIf(!hasFigures).each(['closed', 'open'])('Volvo, %s problems', (which) => {
  const source = ['volvo-vinst-problems', `volvo-bpi2013/problems_${which}.dev.csv.gz`] as const
  test('say what their figures say, come twice without doubles, and go again', async () => {
    const it = await bring(store, ...source)
    const f = figuresOf(`volvo-problems-${which}`)
    const ask = askerOf(store, it.orgId, east)
    expect(await faultsIn(store, it)).toEqual([])
    f.same('events', it.counts.rowsRead)
    f.same('cases', await ask.n())
    f.same('events_by_status_substatus', await ask.tally('sourceState', { def: steps }))
    f.same('cases_by_last_status', await ask.tally('external.state'))
    f.same('cases_by_impact_last', await ask.tally('external.impact'))
    f.same('cases_started_per_year', Object.fromEntries((await ask.cells({}, { step: 'year' })).map((c) => [dayOf(c.period ?? '', east).slice(0, 4), c.value])))
    f.same('days_first_to_last_event', await ask.spread('lifeSeconds', { unit: 86_400 }))
    f.same('support_team_handovers', await ask.spread('handovers', { unit: 1 }))
    f.same('events_per_case', await ask.spread('steps', { unit: 1, less: 1 }))
    f.same('top20_last_Product', await ask.top('external.product'))
    f.same('top20_last_owner_ST', await ask.top('external.support_team'))
    f.complete({ first_event: instants, last_event: instants })
    await comesTwiceAndGoes(it, ...source)
  }, long)
})

describe.skipIf(!hasFigures)('Rabobank', () => {
  const source = ['rabobank-derived', 'rabobank-bpi2014/incidents.dev.csv.gz'] as const
  let it: Brought
  let f: Figures
  let ask: Asker
  beforeAll(async () => { it = await bring(store, ...source); f = figuresOf('rabobank'); ask = askerOf(store, it.orgId) }, long)
  const linked = yes('external.linked', 'true')

  test('comes in whole', async () => {
    expect(await faultsIn(store, it)).toEqual([])
    f.same('incidents', await ask.n())
    f.same('linked_incidents', await ask.n([linked]))
  })

  test('counts', async () => {
    f.same('opened_per_month', await ask.perMonth())
    f.same('opened_per_weekday', await folded(ask, 'weekday'))
    f.same('opened_per_hour', await folded(ask, 'hour-of-day'))
    f.same('priority', await ask.tally('priority'))
    const triple = await ask.cells({}, { by: ['external.impact', 'external.urgency', 'priority'], where: [linked] })
    f.same('impact_urgency_priority_linked', Object.fromEntries(triple.map((c) => [c.slice.join('|'), c.value])))
    f.same('closure_code', await ask.tally('external.closure_code'))
    f.same('ci_type', await ask.tally('external.ci_type'))
    f.same('reassignments', await ask.spread('external.reassignments', { unit: 1 }))
    f.same('reassigned_share', share(await ask.n([atLeast('external.reassignments', 1)]), it.counts.recordsMade))
    f.same('reopened', await ask.n([atLeast('external.reopenings', 1)]))
    f.same('reopened_share', share(await ask.n([atLeast('external.reopenings', 1)]), it.counts.recordsMade))
    f.same('related_interactions', await ask.spread('external.related_interactions', { unit: 1 }))
    f.same('related_incidents_gt0', await ask.n([atLeast('external.related_incidents', 1)]))
    f.same('related_changes_gt0_linked', await ask.n([linked, atLeast('external.related_changes', 1)]))
    f.same('top20_ci', await ask.top('external.ci', { where: [given('external.ci')] }))
    f.same('top20_wbs', await ask.top('external.wbs', { where: [given('external.wbs')] }))
    f.same('top20_km_linked', await ask.top('external.knowledge_document', { where: [linked, given('external.knowledge_document')] }))
    const kinds = (await ask.cells({}, { by: ['external.ci_type', 'external.ci_subtype'] })).map((c): [string, number] => [c.slice.join('/'), c.value ?? 0])
    f.same('top20_ci_subtype', kinds.sort(([a, x], [b, y]) => y - x || (a < b ? -1 : 1)).slice(0, 20))
  })

  test('times', async () => {
    f.same('hours_open_to_close', await ask.spread('closeSeconds'))
    await sameEach(f, 'hours_open_to_close_by_priority', (p) => ask.spread('closeSeconds', { where: [yes('priority', p)] }))
    f.same('negative_durations', it.counts.recordsMade - (await ask.spread('closeSeconds')).n)
  })

  test('agreements', async () => {
    const [missed, all] = [await ask.n([linked, yes('external.sla_missed', 'true')]), await ask.n([linked])]
    f.same('sla_fail_linked', missed)
    f.same('sla_fail_rate_linked', share(missed, all))
    const late: Record<string, [number, number]> = {}
    const breached: Record<string, [number, number]> = {}
    for (const [p, minutes] of [['1', 240], ['2', 480], ['3', 1440], ['4', 2880], ['5', 5760]] as const) {
      late[p] = [await ask.n([linked, yes('priority', p), yes('resolutionMet', 'false')]), await ask.n([linked, yes('priority', p)])]
      // Times have whole minutes: more than the limit is a second more.
      breached[p] = [await ask.n([yes('priority', p), atLeast('closeSeconds', minutes * 60 + 1)]), await ask.n([yes('priority', p)])]
    }
    f.same('sla_fail_by_priority_linked', late)
    f.same('sla_breach_from_open_close_24x7', breached)
  })

  test('closed on the day on which it was opened, by one group', async () => {
    let n = 0
    for (const month of Object.keys(f.value('opened_per_month') as object)) {
      const from = `${month}-01T00:00:00Z`
      const to = Temporal.PlainDate.from(`${month}-01`).add({ months: 1 }).toString()
      const cells = await ask.cells({}, { step: 'day', by: ['closedAt'], from, to: `${to}T00:00:00Z`, where: [yes('external.reassignments', '0')] })
      for (const c of cells) if (c.slice[0]?.slice(0, 10) === c.period?.slice(0, 10)) n += c.value ?? 0
    }
    f.same('closed_same_day_no_reassignment', n)
  })

  test('backlog at every midnight', async () => {
    const days = Object.keys(f.value('backlog_at_midnight') as object)
    const cells = await ask.cells({ kind: 'stock', start: 'openedAt', end: 'closedAt' }, { step: 'day', from: `${days[0]}T00:00:00Z`, to: `${days.at(-1)}T00:00:01Z` })
    f.same('backlog_at_midnight', Object.fromEntries(cells.map((c) => [(c.period ?? '').slice(0, 10), c.value])))
    const peak = cells.reduce((a, b) => ((b.value ?? 0) > (a.value ?? 0) ? b : a))
    f.same('backlog_peak', [(peak.period ?? '').slice(0, 10), peak.value])
  })

  test('every figure was compared, or it is said why not', () => { f.complete({ first_open: instants, last_open: instants, last_close: instants }) })

  test('comes twice without doubles, verifies, and goes again', () => comesTwiceAndGoes(it, ...source), long)
})
