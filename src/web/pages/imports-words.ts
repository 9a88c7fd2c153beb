/** An import in sentences: what it did, what it does, what undoing it would keep. Pure. */
import type { FaultKind, UndoOutlook } from '../../client/imports.ts'
import type { AnyRow } from '../../client/shapes.ts'
import { counted, listed, percent } from '../../kit/format.ts'

/** An import as the API gives it. */
export interface ImportRow extends AnyRow {
  readonly source: string
  readonly mapping: Readonly<Record<string, unknown>>
  readonly files: readonly { readonly key: string; readonly name: string; readonly bytes: number }[]
  readonly isDryRun: boolean
  readonly progress: number
  readonly rowsRead: number
  readonly recordsMade: number
  readonly recordsSame: number
  readonly entriesMade: number
  readonly faultCount: number
  readonly remarkCount: number
  readonly startedAt: string | null
  readonly endedAt: string | null
  readonly note: string | null
}

/** What the mapping calls itself, or the name of the source. */
export const titleOf = (row: Pick<ImportRow, 'source' | 'mapping'>): string => (typeof row.mapping['title'] === 'string' ? row.mapping['title'] : row.source)

/** The page's first sentence. */
export function verdictOf(row: ImportRow): string {
  const records = counted(row.recordsMade, 'record')
  const faults = row.faultCount === 0 ? 'nothing was left out' : `${counted(row.faultCount, 'fault')}`
  switch (row.state) {
    case 'waiting': return 'It begins as soon as the one before it is done.'
    case 'running': return `${row.isDryRun ? 'Trying' : 'Coming in'}: ${percent(row.progress)} of the file, ${counted(row.rowsRead, 'row')} so far.`
    case 'undoing': return 'It is being undone.'
    case 'undone': return row.recordsMade === 0 ? 'It was undone, and nothing of it is left.' : `It was undone; ${records} were kept.`
    case 'failed': return 'It could not be finished. What had come in stays.'
    default: {
      const here = row.recordsSame > 0 ? `, ${counted(row.recordsSame, 'was', 'were')} here already` : ''
      return row.isDryRun ? `Tried: ${records} would come in${here}; ${faults}.` : `${records} came in${here}; ${faults}.`
    }
  }
}

/** What a kind of fault means, for people. */
export const kindWords: Readonly<Record<FaultKind, { readonly label: string; readonly tone: 'bad' | 'warn' | 'idle' }>> = {
  record: { label: 'record not taken', tone: 'bad' },
  row: { label: 'row not taken', tone: 'warn' },
  remark: { label: 'taken, look at it', tone: 'idle' },
}

/** The question before an import is undone: what goes, what stays and why. */
export function undoWords(outlook: UndoOutlook): string {
  const goes = outlook.untouched === 0 ? 'None of its records is as the import left it, so none is removed.' : `${counted(outlook.untouched, 'record')} with ${outlook.untouched === 1 ? 'its' : 'their'} whole past ${outlook.untouched === 1 ? 'is' : 'are'} removed.`
  const stays = outlook.changed === 0 ? 'People have worked on none of them since. One that something else points to is kept all the same.'
    : `${counted(outlook.changed, 'is', 'are')} kept, because people have worked on ${outlook.changed === 1 ? 'it' : 'them'} since: ${listed([...outlook.examples, ...(outlook.changed > outlook.examples.length ? ['others'] : [])])}. So is one that something else points to.`
  return `${goes} ${stays}`
}

/** An entry's changes, short: names and values, long ones cut; `label` gives the names that people know. */
export function changesText(changes: Readonly<Record<string, unknown>>, label: (field: string) => string = (field) => field): string {
  const shown = (v: unknown): string => {
    if (v === null || v === undefined) return 'none'
    if (typeof v === 'object') return 'name' in v && typeof v.name === 'string' ? v.name : JSON.stringify(v)
    return String(v)
  }
  const parts = Object.entries(changes).filter(([name]) => name !== 'external').map(([name, v]) => { const text = shown(v); return `${label(name)} ${text.length > 60 ? `${text.slice(0, 60)}…` : text}` })
  const external = changes['external']
  const text = [...parts, ...(typeof external === 'object' && external !== null ? [`and ${counted(Object.keys(external).length, 'fact')} of the former system`] : [])].join(', ')
  return text === '' ? 'changed nothing that is kept here' : text
}
