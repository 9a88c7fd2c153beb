/** The register of measures that comes along: ITIL's key performance indicators and the operation's own, each a versioned definition. Ids are stable. */
import type { Definition, FactCondition, Measure } from '../../model/measure.ts'

const eq = (field: string, ...values: string[]): FactCondition => ({ field, op: 'in', values })
const from = (field: string, n: number): FactCondition => ({ field, op: 'from', values: [String(n)] })
const known = (field: string): FactCondition => ({ field, op: 'empty', values: ['false'] })
const kept: FactCondition = eq('wasCancelled', 'false')
const incidents = (d: Omit<Definition, 'of' | 'where'> & { where?: FactCondition[] }): Definition => ({ of: 'incident_fact', ...d, where: [kept, eq('wasMerged', 'false'), ...(d.where ?? [])] })

const problems = (d: Omit<Definition, 'of' | 'where'> & { where?: FactCondition[] }): Definition => ({ of: 'problem_fact', ...d, where: [eq('wasMerged', 'false'), ...(d.where ?? [])] })
const changes = (d: Omit<Definition, 'of' | 'where'> & { where?: FactCondition[] }): Definition => ({ of: 'change_fact', ...d, where: [eq('wasCancelled', 'false'), ...(d.where ?? [])] })

type Entry = Omit<Measure, 'version' | 'maturityDays' | 'audience' | 'factor' | 'definition'> & Partial<Pick<Measure, 'version' | 'maturityDays' | 'audience' | 'factor' | 'definition'>>
const entry = (e: Entry): Measure => ({ version: 1, maturityDays: 0, audience: 'internal', factor: '', definition: null, ...e })
const waits = (id: string, practice: string, name: string, question: string, unit: Measure['unit'], better: Measure['better'], waitsFor: string): Measure => entry({ id, practice, name, question, unit, better, waitsFor })

// Reopening is allowed for five working days: a share of a month is settled a week after its end.
const reopenDays = 7
// What came in on the last day may be answered in time on a working day after a long weekend.
const answerDays = 7
// A fix is watched for thirty days at least.
const settledDays = 30
// What a change broke shows within two weeks.
const blameDays = 14
// A review is due ten days after the change.
const reviewDays = 10

export const register: readonly Measure[] = [
  entry({ id: 'IN-opened', practice: 'incident', name: 'Incidents opened', question: 'How many incidents came in?', factor: 'know the demand', unit: 'count', better: 'lower', audience: 'public', definition: incidents({ kind: 'count', member: 'openedAt' }) }),
  entry({ id: 'IN-resolved', practice: 'incident', name: 'Incidents resolved', question: 'How many were restored for the first time?', factor: 'know the output', unit: 'count', better: 'neither', audience: 'public', definition: incidents({ kind: 'count', member: 'firstResolvedAt' }) }),
  entry({ id: 'IN-backlog', practice: 'incident', name: 'Open incidents', question: 'How many stood open at that moment?', factor: 'nothing is lost', unit: 'count', better: 'lower', definition: incidents({ kind: 'stock', start: 'openedAt', end: 'endedAt' }) }),
  entry({ id: 'IN1', practice: 'incident', name: 'Restored in time', question: 'Of those that had a target, how many were restored within it?', factor: 'restore fast', unit: 'share', better: 'higher', target: 0.9, least: 20, maturityDays: reopenDays, audience: 'public',
    definition: incidents({ kind: 'share', member: 'firstResolvedAt', hits: [eq('resolutionMet', 'true')] }), note: 'Incidents without a target are not counted; the coverage shows how many.' }),
  entry({ id: 'IN2', practice: 'incident', name: 'Answered in time', question: 'Of those that had a response target, how many got their first action within it?', factor: 'restore fast', unit: 'share', better: 'higher', target: 0.95, least: 20, maturityDays: answerDays, audience: 'public', definition: incidents({ kind: 'share', member: 'openedAt', hits: [eq('responseMet', 'true')] }) }),
  entry({ id: 'IN3-p50', practice: 'incident', name: 'Age of open incidents, middle', question: 'How old was the middle one of the open incidents?', factor: 'nothing is lost', unit: 'seconds', better: 'lower', definition: incidents({ kind: 'age', p: 0.5, start: 'openedAt', end: 'endedAt' }) }),
  entry({ id: 'IN3-p90', practice: 'incident', name: 'Age of open incidents, oldest tenth', question: 'How old are the oldest tenth of the open incidents, at least?', factor: 'nothing is lost', unit: 'seconds', better: 'lower', definition: incidents({ kind: 'age', p: 0.9, start: 'openedAt', end: 'endedAt' }) }),
  entry({ id: 'IN-restore-p50', practice: 'incident', name: 'Time to restore, middle', question: 'How long until half of those opened then were restored?', factor: 'restore fast', unit: 'seconds', better: 'lower', audience: 'public', definition: incidents({ kind: 'survival', p: 0.5, member: 'openedAt', start: 'openedAt', end: 'endedAt' }), note: 'Open ones count as "at least so long" (Kaplan–Meier), so that slow ones are not left out.' }),
  entry({ id: 'IN-restore-p90', practice: 'incident', name: 'Time to restore, slowest tenth', question: 'How long until nine of ten were restored?', factor: 'restore fast', unit: 'seconds', better: 'lower', definition: incidents({ kind: 'survival', p: 0.9, member: 'openedAt', start: 'openedAt', end: 'endedAt' }) }),
  entry({ id: 'IN-restore-mean', practice: 'incident', name: 'Time to restore, mean of the finished', question: 'What was the plain mean of those that are finished?', factor: 'restore fast', unit: 'seconds', better: 'lower', definition: incidents({ kind: 'mean', member: 'openedAt', value: 'endSeconds' }), note: 'Leaves open ones out and follows a few long ones; look at the middle first.' }),
  entry({ id: 'IN-answer-p50', practice: 'incident', name: 'Time to the first action, middle', question: 'How long until half of them had a first action?', factor: 'restore fast', unit: 'seconds', better: 'lower', definition: incidents({ kind: 'survival', p: 0.5, member: 'openedAt', start: 'openedAt', end: 'firstActionAt' }) }),
  waits('IN4', 'incident', 'Cost of an incident', 'What does an incident cost?', 'rate', 'lower', 'Rates and direct costs are not recorded yet; minutes of work are.'),
  entry({ id: 'IN4-effort', practice: 'incident', name: 'Work on an incident, middle', question: 'How many minutes of work were booked on one?', factor: 'be efficient', unit: 'minutes', better: 'lower', definition: incidents({ kind: 'quantile', p: 0.5, member: 'closedAt', value: 'effortMinutes' }), note: 'Only incidents with booked work are used; the coverage says how many that are.' }),
  entry({ id: 'IN5', practice: 'incident', name: 'Category changed', question: 'How many ended in another category than they began with?', factor: 'learn', unit: 'share', better: 'lower', least: 20, definition: incidents({ kind: 'share', member: 'closedAt', hits: [eq('wasRecategorised', 'true')] }) }),
  entry({ id: 'IN6', practice: 'incident', name: 'Resolved by what was known', question: 'How many were resolved by a known error or a workaround?', factor: 'reuse what is known', unit: 'share', better: 'higher', least: 20, definition: incidents({ kind: 'share', member: 'firstResolvedAt', hits: [eq('resolutionCode', 'known_error', 'workaround')] }) }),
  entry({ id: 'IN7', practice: 'incident', name: 'Reopened', question: 'Of those resolved then, how many came back?', factor: 'restore for good', unit: 'share', better: 'lower', target: 0.05, least: 20, maturityDays: reopenDays, definition: incidents({ kind: 'share', member: 'firstResolvedAt', hits: [from('reopenings', 1)] }) }),
  entry({ id: 'IN8', practice: 'incident', name: 'Went to another team', question: 'How many left the team that had them first?', factor: 'reach the right team at once', unit: 'share', better: 'lower', least: 20, definition: incidents({ kind: 'share', member: 'openedAt', hits: [from('handovers', 1)], where: [known('firstTeamId')] }) }),
  entry({ id: 'IN9', practice: 'incident', name: 'Sent around', question: 'How many came back to a team that had given them away, or changed teams three times?', factor: 'reach the right team at once', unit: 'share', better: 'lower', least: 20, definition: incidents({ kind: 'share', member: 'closedAt', hits: [eq('wasMisrouted', 'true')], where: [known('firstTeamId')] }) }),
  entry({ id: 'IN-handovers', practice: 'incident', name: 'Handovers', question: 'How often did incidents go from one team to another?', factor: 'reach the right team at once', unit: 'count', better: 'lower', definition: incidents({ kind: 'sum', member: 'openedAt', value: 'handovers' }) }),
  entry({ id: 'IN-reopenings', practice: 'incident', name: 'Reopenings', question: 'How often was something reopened?', factor: 'restore for good', unit: 'count', better: 'lower', definition: incidents({ kind: 'sum', member: 'firstResolvedAt', value: 'reopenings' }) }),
  entry({ id: 'IN10', practice: 'incident', name: 'Major incidents', question: 'What share was major?', factor: 'protect the business', unit: 'share', better: 'lower', audience: 'public', definition: incidents({ kind: 'share', member: 'openedAt', hits: [eq('isMajor', 'true')] }) }),
  entry({ id: 'IN11', practice: 'incident', name: 'Noticed by monitoring', question: 'Of how many did monitoring know first?', factor: 'detect what matters', unit: 'share', better: 'higher', definition: incidents({ kind: 'share', member: 'openedAt', hits: [eq('isFromMonitoring', 'true')] }) }),
  entry({ id: 'IN12', practice: 'incident', name: 'Share of life on hold', question: 'How much of their life did incidents wait?', factor: 'keep moving', unit: 'share', better: 'lower', definition: incidents({ kind: 'ratio', member: 'closedAt', value: 'waitingSeconds', per: 'closeSeconds' }) }),
  entry({ id: 'IN-hours', practice: 'incident', name: 'Time in each state', question: 'Where do incidents spend their time?', factor: 'keep moving', unit: 'seconds', better: 'neither', definition: { of: 'incident_step', kind: 'sum', member: 'at', value: 'seconds', where: [] } }),
  waits('EV1', 'event', 'Alerts that led to action', 'How many alerts were worth the interruption?', 'share', 'higher', 'Alerts do not record an outcome yet.'),
  waits('EV2', 'event', 'Blind incidents', 'How many incidents did no event announce?', 'share', 'lower', 'Needs the graph of configuration items and dated outages on it.'),
  waits('EV3', 'event', 'Duplicate events', 'How many events said what was known?', 'share', 'lower', 'Raw events are kept for days only; their counts are not kept as facts yet.'),
  waits('EV4', 'event', 'Events for each incident', 'How many events does one incident make?', 'rate', 'neither', 'Raw events are kept for days only; their counts are not kept as facts yet.'),
  waits('RQ1', 'request', 'Requests fulfilled in time', 'How many requests were fulfilled as promised?', 'share', 'higher', 'Service requests are not recorded yet.'),
  waits('RQ2', 'request', 'Fit to the standard', 'How many followed their model?', 'share', 'higher', 'Service requests are not recorded yet.'),
  waits('RQ3', 'request', 'Needed-by kept', 'How many came when they were needed?', 'share', 'higher', 'Service requests are not recorded yet.'),
  waits('RQ4', 'request', 'Satisfaction', 'How many were content?', 'share', 'higher', 'Surveys are not recorded yet.'),
  entry({ id: 'PR1', practice: 'problem', name: 'Time to a known error', question: 'How long until a problem is understood?', factor: 'stop recurrence', unit: 'seconds', better: 'lower', definition: problems({ kind: 'survival', p: 0.5, member: 'loggedAt', start: 'loggedAt', end: 'knownErrorAt' }), note: 'The middle one; those not understood yet count as "at least so long" (Kaplan–Meier).' }),
  entry({ id: 'PR2', practice: 'problem', name: 'Recurrence after a fix', question: 'How often did it come back after a fix that was found to have held?', factor: 'stop recurrence', unit: 'rate', better: 'lower', maturityDays: settledDays, definition: problems({ kind: 'mean', member: 'implementedAt', value: 'recurrences', where: [known('verifiedAt')] }), note: 'Incidents for each problem with a verified fix, by the day of the fix; what still may come back within 30 days is not settled.' }),
  entry({ id: 'PR3', practice: 'problem', name: 'Major reviews on time', question: 'Was what went badly wrong looked at in time?', factor: 'learn', unit: 'share', better: 'higher', definition: problems({ kind: 'share', member: 'reviewDueAt', hits: [eq('wasReviewedInTime', 'true')], where: [known('wasReviewedInTime')] }), note: 'Of major problems, those reviewed within five working days of their solution, by the day on which that was due; what is neither reviewed nor late is not counted yet.' }),
  waits('PR4', 'problem', 'Accuracy of known errors', 'Are the known errors right?', 'share', 'higher', 'Audits of known errors are not recorded yet.'),
  entry({ id: 'PR-opened', practice: 'problem', name: 'Problems opened', question: 'How many problems were opened?', factor: 'stop recurrence', unit: 'count', better: 'neither', definition: problems({ kind: 'count', member: 'openedAt' }) }),
  entry({ id: 'PR-closed', practice: 'problem', name: 'Problems ended', question: 'How many were closed, accepted or given up?', factor: 'stop recurrence', unit: 'count', better: 'neither', definition: problems({ kind: 'count', member: 'endedAt' }) }),
  entry({ id: 'PR5', practice: 'problem', name: 'Open problems', question: 'Does the pile of problems grow?', factor: 'stop recurrence', unit: 'count', better: 'lower', definition: problems({ kind: 'stock', start: 'openedAt', end: 'endedAt' }), note: 'What was opened less what ended since is the difference of two moments.' }),
  entry({ id: 'PR-proactive', practice: 'problem', name: 'Problems found before they hurt', question: 'How many were found by looking ahead?', factor: 'stop recurrence', unit: 'share', better: 'higher', least: 20, definition: problems({ kind: 'share', member: 'openedAt', hits: [eq('isProactive', 'true')] }) }),
  entry({ id: 'PR-not-found', practice: 'problem', name: 'Problems without a cause', question: 'How many ended with no cause found?', factor: 'learn', unit: 'share', better: 'lower', least: 20, definition: problems({ kind: 'share', member: 'endedAt', hits: [eq('wasNotFound', 'true')] }) }),
  waits('AC1', 'access', 'Rights of leavers', 'How long do those who left keep their rights?', 'seconds', 'lower', 'Access requests are not recorded yet.'),
  waits('AC2', 'access', 'Wrong rights', 'How often are rights wrong?', 'rate', 'lower', 'Access requests are not recorded yet.'),
  waits('AC3', 'access', 'Rights confirmed again', 'Were rights looked at when due?', 'share', 'higher', 'Access reviews are not recorded yet.'),
  entry({ id: 'CH1', practice: 'change', name: 'Successful changes', question: 'Of those reviewed, how many did what they should?', factor: 'change safely', unit: 'share', better: 'higher', least: 20, maturityDays: reviewDays, definition: changes({ kind: 'share', member: 'implementedAt', hits: [eq('result', 'success')], where: [eq('isReviewed', 'true')] }), note: 'Success, part of it, failed and backed out are told apart by the review; what waits for one is not counted.' }),
  entry({ id: 'CH2', practice: 'change', name: 'Incidents caused by changes', question: 'How many incidents does a change make?', factor: 'change safely', unit: 'rate', better: 'lower', least: 20, maturityDays: blameDays, definition: changes({ kind: 'mean', member: 'implementedAt', value: 'causedIncidents' }), note: 'Incidents that name the change as their cause, for each change that was done, by the day on which it was; what shows within two weeks is in a settled number.' }),
  entry({ id: 'CH3', practice: 'change', name: 'Lead time of changes', question: 'How long from submitting to done?', factor: 'change in time', unit: 'seconds', better: 'lower', definition: changes({ kind: 'survival', p: 0.5, member: 'submittedAt', start: 'submittedAt', end: 'implementedAt' }), note: 'The middle one; open ones count as "at least so long" (Kaplan–Meier).' }),
  entry({ id: 'CH4', practice: 'change', name: 'Emergency changes', question: 'How many changes were emergencies?', factor: 'change safely', unit: 'share', better: 'lower', least: 20, definition: changes({ kind: 'share', member: 'implementedAt', hits: [eq('type', 'emergency')] }) }),
  entry({ id: 'CH-standard', practice: 'change', name: 'Standard changes', question: 'How many followed a model that was agreed before?', factor: 'change in time', unit: 'share', better: 'higher', least: 20, definition: changes({ kind: 'share', member: 'implementedAt', hits: [eq('type', 'standard')] }) }),
  entry({ id: 'CH-wanted', practice: 'change', name: 'Done when wanted', question: 'Of those wanted by a day, how many were done by then?', factor: 'change in time', unit: 'share', better: 'higher', least: 20, definition: changes({ kind: 'share', member: 'implementedAt', hits: [eq('wasInTime', 'true')] }) }),
  entry({ id: 'CH-open', practice: 'change', name: 'Open changes', question: 'How many stood open at that moment?', factor: 'change in time', unit: 'count', better: 'lower', definition: changes({ kind: 'stock', start: 'openedAt', end: 'endedAt' }) }),
  waits('CH5', 'change', 'Unauthorised changes', 'How many changes had nobody’s consent?', 'share', 'lower', 'What pipelines report is told on the page of changes, and not kept as facts yet.'),
  entry({ id: 'CH6', practice: 'change', name: 'Changes on time', question: 'How many were done in their window?', factor: 'change safely', unit: 'share', better: 'higher', least: 20, definition: changes({ kind: 'share', member: 'implementedAt', hits: [eq('wasInWindow', 'true')] }) }),
  waits('CF1', 'configuration', 'Discrepancies', 'How much of the map is wrong?', 'share', 'lower', 'Discrepancies are recorded; which items were looked at is not kept as facts yet.'),
  waits('CF2', 'configuration', 'Verified lately', 'How much of the map was checked this quarter?', 'share', 'higher', 'Items say when they were verified last; that is not kept as facts yet.'),
  waits('RL1', 'release', 'Early life', 'How much more goes wrong in the first two weeks?', 'rate', 'lower', 'Releases are recorded; incidents are not attributed to them yet.'),
  waits('CP1', 'capacity', 'Error of forecasts', 'How far off are our forecasts?', 'rate', 'lower', 'Forecasts are not recorded yet.'),
  waits('CP2', 'capacity', 'Capacity incidents without warning', 'How many did no forecast announce?', 'share', 'lower', 'Forecasts are not recorded yet.'),
  waits('AV1', 'availability', 'Availability', 'How much of the agreed time was it there?', 'share', 'higher', 'Outages are recorded; agreed availability and its calendar are not measured yet.'),
  waits('AV2', 'availability', 'Lost user-minutes', 'How many minutes of work did users lose?', 'minutes', 'lower', 'Users of each service are not recorded yet.'),
  waits('AV3', 'availability', 'Phases of an outage', 'Where does the time of an outage go?', 'share', 'neither', 'Stamps of the phases are not measured yet.'),
  waits('KM1', 'knowledge', 'Helpful articles', 'How often did an article help?', 'share', 'higher', 'Knowledge articles are not recorded yet.'),
  waits('KM2', 'knowledge', 'Stale articles', 'How many are past their review?', 'share', 'lower', 'Knowledge articles are not recorded yet.'),
  waits('FI1', 'cost', 'Cost attached to services', 'Do we know what costs belong to?', 'share', 'higher', 'Costs are not recorded yet.'),
  waits('FI2', 'cost', 'Cost of a unit', 'What does one unit cost?', 'rate', 'lower', 'Costs are not recorded yet.'),
  waits('FI3', 'cost', 'Budget variance', 'Are we over budget?', 'share', 'lower', 'Budgets are not recorded yet.'),
  waits('CO1', 'continuity', 'Tested plans', 'Which vital services could we bring back?', 'share', 'higher', 'Plan tests are not recorded yet.'),
  waits('CO2', 'continuity', 'Restores that worked', 'How many test restores worked?', 'share', 'higher', 'Test restores are not recorded yet.'),
  waits('SE1', 'security', 'Time to contain', 'How long until it was contained?', 'seconds', 'lower', 'Security incidents are not told apart yet.'),
  waits('SE2', 'security', 'Age of patches', 'How many are older than the policy?', 'share', 'lower', 'Patches are not recorded yet.'),
  waits('SL1', 'service level', 'Targets met', 'How many of the promises of the period were kept?', 'share', 'higher', 'Periods of service levels are not measured yet; single incidents are (IN1, IN2).'),
  waits('SL2', 'service level', 'Reviews held', 'Were the reviews held that were due?', 'share', 'higher', 'Reviews are not recorded yet.'),
  waits('SU1', 'supplier', 'Suppliers on target', 'Do suppliers keep what they promised?', 'share', 'higher', 'Supplier tasks are not recorded yet.'),
  waits('OP1', 'operations', 'Jobs on time', 'Did the jobs finish before their deadline?', 'share', 'higher', 'Jobs are not recorded yet.'),
  waits('OP2', 'operations', 'Routine done', 'Was the routine done when due?', 'share', 'higher', 'Routine tasks are not recorded yet.'),
  waits('OP3', 'operations', 'Good backups', 'Did the backups work?', 'share', 'higher', 'Backups are not recorded yet.'),
  waits('OP4', 'operations', 'Handovers accepted', 'Did one shift take over from the other?', 'share', 'higher', 'Shifts are not recorded yet.'),
  waits('DK1', 'desk', 'Service level of the desk', 'How many contacts were answered in time?', 'share', 'higher', 'Contacts are not recorded yet.'),
  waits('DK2', 'desk', 'Abandoned contacts', 'How many gave up waiting?', 'share', 'lower', 'Contacts are not recorded yet.'),
  waits('DK3', 'desk', 'Occupancy', 'How busy is the desk?', 'share', 'neither', 'Contacts are not recorded yet.'),
  entry({ id: 'DK4', practice: 'desk', name: 'Solved where it came in', question: 'How many were solved by the team that got them, and stayed solved?', factor: 'solve at once', unit: 'share', better: 'higher', least: 20, maturityDays: reopenDays,
    definition: incidents({ kind: 'share', member: 'firstResolvedAt', hits: [{ field: 'handovers', op: 'to', values: ['1'] }, { field: 'reopenings', op: 'to', values: ['1'] }], where: [known('firstTeamId'), eq('isFromMonitoring', 'false')] }), note: 'By the record: no handover and no reopening. Whether it was within the first talk is not recorded yet.' }),
]

/** A measure of the register by its id. */
export const measureOf = (id: string): Measure | undefined => register.find((m) => m.id === id)
