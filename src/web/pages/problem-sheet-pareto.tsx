/** Causes by their harm, largest first; says so where no few of them are most of it. */
import { Button, NumberInput, TextInput } from '@mantine/core'
import { pareto } from '../../analysis/pareto.ts'
import { counted, percent } from '../../kit/format.ts'
import type { SheetProps } from './problem-sheet.ts'
import css from './problem.module.css'

export function ParetoSheet({ content, put, isFixed }: SheetProps<'pareto'>) {
  const { causes, unit } = content
  const result = pareto(causes.map(({ cause, harm, atLeast }) => ({ cause, harm, ...(atLeast === undefined ? {} : { atLeast }) })))
  const largest = Math.max(1e-9, ...causes.map((c) => c.harm))
  const change = (at: number, by: Partial<typeof causes[number]>): void => put({ ...content, causes: causes.map((c, i) => (i === at ? { ...c, ...by } : c)) })
  return (
    <>
      <TextInput label="Harm is counted in" readOnly={isFixed} value={unit} maxLength={60} w={220} onChange={(e) => put({ ...content, unit: e.currentTarget.value })} />
      <p role="status" style={{ padding: '10px 0' }}>
        {result.topFifthShare === null ? 'No harm is written down yet.' : result.hasVitalFew ? <><b>{counted(result.topFifth, 'cause')} of {causes.length}</b> {result.topFifth === 1 ? 'holds' : 'hold'} {percent(result.topFifthShare)} of the harm.</>
          : <><b>No vital few:</b> {causes.length < 5 ? 'there are fewer than five causes.' : `the first ${result.topFifth === 1 ? 'one holds' : `${result.topFifth} hold`} only ${percent(result.topFifthShare)}.`} Work on one of them will not help much.</>}
      </p>
      <ul className={css.tree}>
        {causes.map((c, at) => {
          const ranked = result.ranked.find((r) => r.cause === c.cause && r.harm === c.harm)
          return (
            <li key={at} className={css.cause}>
              <div className={css.causeHead}>
                <TextInput aria-label={`Cause ${at + 1}`} style={{ flex: 1, minWidth: 160 }} readOnly={isFixed} value={c.cause} maxLength={400} onChange={(e) => change(at, { cause: e.currentTarget.value })} />
                <NumberInput aria-label={`Harm of ${c.cause}`} w={130} min={0} max={1e15} readOnly={isFixed} value={c.harm} onChange={(v) => { if (typeof v === 'number') change(at, { harm: v }) }} />
                <span className="ek-small ek-2" style={{ minWidth: 110 }}>{ranked && result.total > 0 ? `${percent(ranked.share)}, with those above ${percent(ranked.cumulated)}` : ''}</span>
                {!isFixed && <Button size="xs" variant="subtle" onClick={() => put({ ...content, causes: causes.filter((_, i) => i !== at) })}>Take it off</Button>}
              </div>
              <span className={css.bar} aria-hidden="true"><span className={css.barLow} style={{ width: `${c.harm / largest * 100}%` }} /></span>
            </li>
          )
        })}
      </ul>
      {!isFixed && <div className={css.foot}><Button size="xs" onClick={() => put({ ...content, causes: [...causes, { cause: `Cause ${causes.length + 1}`, harm: 0 }] })}>Add a cause</Button></div>}
    </>
  )
}
