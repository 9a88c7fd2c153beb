/** The second step of an import: what is in the file, what becomes of it, and what to look at first. */
import { IconAlertTriangle } from '@tabler/icons-react'
import type { ImportPreview } from '../../client/imports.ts'
import { count, counted } from '../../kit/format.ts'
import { exactInstant } from '../../kit/format-time.ts'
import { Facts, Section } from '../../kit/section.tsx'
import { Tag } from '../../kit/tag.tsx'
import { useDescription } from '../data/queries.ts'
import { changesText, kindWords } from './imports-words.ts'
import css from './imports.module.css'

const ENTRIES_SHOWN = 5

/** `record` is the type that the rows become, for the names of its fields. */
export function PreviewShown({ preview, zone, record }: { preview: ImportPreview; zone: string; record: string }) {
  const { trial } = preview
  const fields = useDescription().data?.find(record)?.fields
  const label = (name: string): string => fields?.find((f) => f.name === name)?.label ?? name
  return (
    <>
      {preview.refusal !== null && <p className={css.warning} role="alert"><IconAlertTriangle aria-hidden="true" /><span><b>This mapping cannot read it.</b> {preview.refusal}</span></p>}
      {preview.warnings.map((w) => <p key={w} className={css.warning}><IconAlertTriangle aria-label="Look at this" /><span>{w}</span></p>)}
      {trial && (
        <Section title="What becomes of it" note={`tried on the first ${counted(trial.cases, 'record')}, nothing is written`}>
          <div style={{ padding: '10px 0 0' }}>
            <Facts form="row" facts={[['Rows read', count(trial.counts.rowsRead)], ['Would come in', count(trial.counts.recordsMade)], ['Entries of their journal', count(trial.counts.entriesMade)], ['Not taken', <span key="f" className={trial.counts.faultCount > 0 ? 'ek-bad' : undefined}>{count(trial.counts.faultCount)}</span>], ['Remarks', count(trial.counts.remarkCount)]]} />
          </div>
          {trial.faults.length > 0 && (
            <div className={css.scroll}>
              <table className={css.cells}>
                <thead><tr><th>Line</th><th>Record</th><th>What</th><th>Why</th></tr></thead>
                <tbody>{trial.faults.map((f, i) => <tr key={i}><td className="ek-num">{f.line}</td><td className="ek-mono">{f.sourceId}</td><td><Tag tone={kindWords[f.kind].tone}>{kindWords[f.kind].label}</Tag></td><td style={{ maxWidth: 560, whiteSpace: 'normal' }}>{f.reason}</td></tr>)}</tbody>
              </table>
            </div>
          )}
          {trial.records.map((r) => (
            <div key={r.key} className={css.life}>
              <b className="ek-mono">{r.key}</b> <span className="ek-3">{counted(r.entries.length, 'entry', 'entries')}</span>
              <ol>
                {r.entries.slice(0, ENTRIES_SHOWN).map((e, i) => (
                  <li key={i}><span className="ek-num ek-3">{minuteOf(e.at, zone)}</span><span><b className="ek-strong">{e.actorName}</b> {changesText(e.changes, label)}</span></li>
                ))}
                {r.entries.length > ENTRIES_SHOWN && <li><span /><span className="ek-3">and {counted(r.entries.length - ENTRIES_SHOWN, 'more', 'more')}</span></li>}
              </ol>
            </div>
          ))}
        </Section>
      )}
      <Section title="In the file" note={`${preview.type}, ${preview.encoding}, ${counted(preview.columns.length, 'column')}, the first ${counted(preview.rows.length, 'row')}`}>
        <div className={css.scroll} tabIndex={0} role="region" aria-label="The first rows of the file">
          <table className={css.cells}>
            <thead><tr>{preview.columns.map((c) => <th key={c}>{c}</th>)}</tr></thead>
            <tbody>{preview.rows.map((row, i) => <tr key={i}>{preview.columns.map((c) => <td key={c} title={row[c]}>{row[c]}</td>)}</tr>)}</tbody>
          </table>
        </div>
      </Section>
    </>
  )
}

/** `31 Mar 2010, 14:59`: the day of the week and the seconds say nothing here. */
const minuteOf = (at: string, zone: string): string => exactInstant(at, zone).replace(/^\S+ (.*:\d\d):\d\d.*$/, '$1')
