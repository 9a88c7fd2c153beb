/** Causes by their harm, largest first; says so where no few of them are most of it. */
import { Button, NumberInput, TextInput } from '@mantine/core'
import { count as amount, counted, percent } from '../../kit/format.ts'
import { paretoStanding } from '../../practices/problem/worksheet-standing.ts'
import type { SheetProps } from './problem-sheet.ts'
import css from './problem.module.css'

export function ParetoSheet({ content, put, isFixed }: SheetProps<'pareto'>) {
  const { causes, unit, rest = [] } = content
  const { total, count, first, firstShare, hasVitalFew, shares } = paretoStanding(causes, rest)
  const largest = Math.max(1e-9, ...causes.map((c) => c.harm))
  const change = (at: number, by: Partial<typeof causes[number]>): void => put({ ...content, causes: causes.map((c, i) => (i === at ? { ...c, ...by } : c)) })
  return (
    <>
      <TextInput label="Harm is counted in" readOnly={isFixed} value={unit} maxLength={60} w={220} onChange={(e) => put({ ...content, unit: e.currentTarget.value })} />
      <p role="status" style={{ padding: '10px 0' }}>
        {firstShare === null ? 'No harm is written down yet.' : hasVitalFew ? <><b>{counted(first, 'cause')} of {count}</b> {first === 1 ? 'holds' : 'hold'} {percent(firstShare)} of the harm.</>
          : <><b>No vital few:</b> {count < 5 ? 'there are fewer than five causes.' : `the first ${first === 1 ? 'one holds' : `${first} hold`} only ${percent(firstShare)}.`} Work on one of them will not help much.</>}
      </p>
      <ul className={css.tree}>
        {causes.map((c, at) => {
          const share = shares[at]
          return (
            <li key={at} className={css.cause}>
              <div className={css.causeHead}>
                <TextInput aria-label={`Cause ${at + 1}`} style={{ flex: 1, minWidth: 160 }} readOnly={isFixed} value={c.cause} maxLength={400} onChange={(e) => change(at, { cause: e.currentTarget.value })} />
                <NumberInput aria-label={`Harm of ${c.cause}`} w={130} min={0} max={1e15} readOnly={isFixed} value={c.harm} onChange={(v) => { if (typeof v === 'number') change(at, { harm: v }) }} />
                <span className="ek-small ek-2" style={{ minWidth: 110 }}>{share ? `${percent(share.own)}, with those above ${percent(share.cumulated)}` : ''}</span>
                {!isFixed && <Button size="xs" variant="subtle" onClick={() => put({ ...content, causes: causes.filter((_, i) => i !== at) })}>Take it off</Button>}
              </div>
              <span className={css.bar} aria-hidden="true"><span className={css.barLow} style={{ width: `${c.harm / largest * 100}%` }} /></span>
            </li>
          )
        })}
        {rest.map((r, at) => (
          <li key={`rest ${at}`} className={css.cause}>
            <div className={css.causeHead}>
              <span className="ek-2" style={{ flex: 1, minWidth: 160 }}>{r.cause}</span>
              <span className="ek-small ek-2">{amount(r.harm)} {unit}{total > 0 && `, ${percent(r.harm / total)}; not in the ranking`}</span>
              {!isFixed && <Button size="xs" variant="subtle" onClick={() => put({ ...content, rest: rest.filter((_, i) => i !== at) })}>Take it off</Button>}
            </div>
          </li>
        ))}
      </ul>
      {!isFixed && <div className={css.foot}><Button size="xs" onClick={() => put({ ...content, causes: [...causes, { cause: `Cause ${causes.length + 1}`, harm: 0 }] })}>Add a cause</Button></div>}
    </>
  )
}
