/** Runs one import of configuration: reads, compares, and does all of it in one transaction or nothing; a dry run tells what that would be. */
import { rule, sightOf } from '../../model/actor.ts'
import { AppError } from '../../model/error.ts'
import type { Defined } from '../../model/record.ts'
import type { Observation } from '../../practices/configuration/reconcile-observed.ts'
import type { Loss, Plan } from '../../practices/configuration/reconcile-decision.ts'
import { plan } from '../../practices/configuration/reconcile-plan.ts'
import { forgetFaults, type ImportFault, noteFaults } from '../../store/imported.ts'
import type { Store } from '../../store/store.ts'
import type { ConfigurationAsked } from '../../practices/history/configuration.ts'
import type { ImportCounts } from '../run.ts'
import { apply } from './apply.ts'
import { explainer, gather } from './known.ts'
import { readObservation, type SourceFile } from './read.ts'
import { tellPlan } from './tell.ts'

export interface ConfigurationJob {
  readonly store: Store
  readonly importId: string
  readonly orgId: string
  readonly asked: ConfigurationAsked
  readonly files: readonly SourceFile[]
  readonly isDryRun: boolean
  /** Called now and then with the share that is done, below 1, and what has been read. */
  readonly advanced?: (share: number, rows: number) => void
}

/** What became of it, and the sentence that says so. */
export interface ConfigurationResult {
  readonly counts: ImportCounts
  readonly says: string
}

export const reconciler = rule('configuration import')
// The report keeps this many; all are counted.
const mostFaults = 100_000
const faultsAtOnce = 5000
const shareOfReading = 0.3

/** Refused as `refused`, with nothing written, where more than a tenth of what the source knew is gone and nobody said that this is so. */
export async function runConfiguration(job: ConfigurationJob): Promise<ConfigurationResult> {
  const { asked } = job
  const book = faultBook()
  const observation = await readObservation(asked.format, asked.name, job.files, (f) => { book.add('row', f) }, (rows) => { job.advanced?.(shareOfReading * (1 - 1 / (1 + rows / 1000)), rows) })
  const rows = observation.nodes.size + observation.relations.length
  job.advanced?.(shareOfReading, rows)
  if (observation.nodes.size === 0 && observation.relations.length === 0) {
    await keepFaults(job, book)
    throw new AppError('invalid', 'Nothing could be read from these files, so nothing was compared. The list of what was not taken says why.')
  }
  const done = await reconcile(job, observation)
  for (const r of done.plan.remarks) book.add('remark', r)
  for (const r of done.remarks) book.add('remark', r)
  if (job.isDryRun) for (const r of tellPlan(done.plan)) book.add('remark', r)
  await keepFaults(job, book)
  const losses = asked.isReally ? [] : done.plan.losses
  if (losses.length > 0) throw new AppError('refused', lossSentence(asked.name, losses))
  const { plan: p } = done
  return {
    says: saysOf(p, job.isDryRun),
    counts: {
      rowsRead: rows, recordsMade: p.create.length + p.relations.create.length, recordsSame: p.counts.match + p.relations.matches,
      entriesMade: p.create.length + p.relations.create.length + p.change.length + p.retire.length + p.relations.end.length + p.raise.length, faultCount: book.rows(), remarkCount: book.remarks(),
    },
  }
}

interface Done {
  readonly plan: Plan
  /** What the rules of the records did not let pass. */
  readonly remarks: readonly { readonly line: number; readonly key: string; readonly reason: string }[]
}

function reconcile(job: ConfigurationJob, observation: Observation): Promise<Done> {
  return job.store.rules((as, tx) => as(reconciler, async (s) => {
    await tx.takesLong()
    const p = await planNow(job, observation, s, tx)
    // Where it stops to ask nothing was written yet, and nothing will be.
    if (job.isDryRun || (p.losses.length > 0 && !job.asked.isReally)) return { plan: p, remarks: [] }
    return { plan: p, remarks: await apply(s, tx, job, p, (share) => { job.advanced?.(shareOfReading + share * (1 - shareOfReading), observation.nodes.size + observation.relations.length) }) }
  }))
}

async function planNow(job: ConfigurationJob, observation: Observation, s: Parameters<typeof gather>[0], tx: Parameters<typeof gather>[1]): Promise<Plan> {
  const known = await gather(s, tx, job.orgId, job.asked.name, job.asked.format)
  const now = s.now()
  const since = known.observations.reduce((first, o) => (o.sourceId === known.source.id && o.seenAt < first ? o.seenAt : first), now)
  const changes = job.store.records.get('change') as Defined<never> | undefined
  return plan(observation, known, { at: now, isPart: job.asked.isPart, explainedBy: await explainer(s, changes, since, now) })
}

const lossSentence = (source: string, losses: readonly Loss[]): string =>
  `${losses.map((l) => `${l.gone} of the ${l.known} ${l.what} that ${source} knew are not in these files`).join(', and ')}. That is more than a tenth, so nothing was written. If it is so, import again with --really; if the files are only a part, with --part.`

function saysOf({ counts: c, relations, create, change, retire }: Plan, isDryRun: boolean): string {
  const would = isDryRun ? 'would be ' : ''
  return [
    `${c.nodes} items and ${c.relations} relations read: ${c.match} as recorded, ${c.extra} not recorded, ${c.different} ${c.different === 1 ? 'difference' : 'differences'}, ${c.missing} missing, ${c.ambiguous} that could be several.`,
    c.explained > 0 ? `${c.explained} explained by authorised changes.` : '',
    `${create.length} items ${would}added, ${change.length} ${would}changed, ${retire.length} ${would}retired; ${relations.create.length} relations ${would}recorded, ${relations.end.length} ${would}ended.`,
    isDryRun ? 'Nothing was written.' : '',
  ].filter((s) => s !== '').join(' ')
}

interface FaultBook {
  add(kind: ImportFault['kind'], f: { readonly line: number; readonly key: string; readonly reason: string }): void
  readonly kept: ImportFault[]
  rows(): number
  remarks(): number
}

function faultBook(): FaultBook {
  const kept: ImportFault[] = []
  let [rows, remarks] = [0, 0]
  return {
    kept, rows: () => rows, remarks: () => remarks,
    add: (kind, { line, key, reason }) => {
      if (kind === 'remark') remarks++
      else rows++
      if (kept.length < mostFaults) kept.push({ n: kept.length + 1, line, sourceId: key, kind, reason })
    },
  }
}

async function keepFaults({ store, importId, orgId }: ConfigurationJob, book: FaultBook): Promise<void> {
  await store.db.write(sightOf(reconciler), async (tx) => {
    await forgetFaults(tx, importId)
    for (let i = 0; i < book.kept.length; i += faultsAtOnce) await noteFaults(tx, importId, orgId, book.kept.slice(i, i + faultsAtOnce))
  })
}
