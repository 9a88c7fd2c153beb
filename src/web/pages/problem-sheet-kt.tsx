/** Is and is not (Kepner–Tregoe): each possible cause tested against each pair, contradictions counted as one writes. */
import { Button, Select, Textarea, TextInput } from '@mantine/core'
import { kepnerTregoe, type KtVerdict } from '../../analysis/kepner-tregoe.ts'
import { counted } from '../../kit/format.ts'
import { Tag } from '../../kit/tag.tsx'
import { ktDimensions } from '../../practices/problem/worksheet-standing.ts'
import { freshId, type SheetProps } from './problem-sheet.ts'
import css from './problem.module.css'

const verdicts = [{ value: '', label: 'not tested' }, { value: 'explains', label: 'explains it' }, { value: 'only_if', label: 'only if …' }, { value: 'contradicts', label: 'contradicts it' }] as const
const isVerdict = (v: string | null): v is KtVerdict => v === 'explains' || v === 'only_if' || v === 'contradicts'
const dimensions = Object.entries(ktDimensions).map(([value, label]) => ({ value, label }))
const isDimension = (v: string | null): v is keyof typeof ktDimensions => v !== null && Object.hasOwn(ktDimensions, v)

export function KtSheet({ content, put, isFixed }: SheetProps<'kepner_tregoe'>) {
  const { pairs, causes } = content
  const scores = new Map(kepnerTregoe(pairs.map((p) => p.id), causes).map((s) => [s.id, s]))
  const putPair = (id: string, change: Partial<typeof pairs[number]>): void => put({ ...content, pairs: pairs.map((p) => (p.id === id ? { ...p, ...change } : p)) })
  const putCause = (id: string, change: Partial<typeof causes[number]>): void => put({ ...content, causes: causes.map((c) => (c.id === id ? { ...c, ...change } : c)) })
  const putTest = (causeId: string, pairId: string, verdict: string | null): void => {
    const cause = causes.find((c) => c.id === causeId)
    if (cause) putCause(causeId, { tests: [...cause.tests.filter((t) => t.pairId !== pairId), ...(isVerdict(verdict) ? [{ pairId, verdict }] : [])] })
  }
  const best = causes.filter((c) => scores.get(c.id)?.rank === 1)
  return (
    <>
      <Textarea label="What deviates, in a sentence" autosize minRows={1} readOnly={isFixed} value={content.statement} onChange={(e) => put({ ...content, statement: e.currentTarget.value })} maxLength={4000} />
      <p role="status" style={{ padding: '10px 0' }}>
        {causes.length === 0 ? 'Write what is and what is not, then the possible causes.' : best.length === 0 ? 'No cause fits yet: each contradicts something, or was not tested.'
          : <>Most probable: <b>{best.map((c) => c.text).join('; ')}</b>, with {counted(scores.get(best[0]?.id ?? '')?.assumptions ?? 0, 'assumption')}{(scores.get(best[0]?.id ?? '')?.untested ?? 0) > 0 ? ` and ${counted(scores.get(best[0]?.id ?? '')?.untested ?? 0, 'pair')} not tested` : ''}.</>}
      </p>
      <div className={css.scroll} tabIndex={0} role="region" aria-label="What is and what is not">
        <table className={css.grid}>
          <thead><tr><th scope="col">Side</th><th scope="col">Is</th><th scope="col">Could be and is not</th><th scope="col">What is special</th><th scope="col">What changed there</th></tr></thead>
          <tbody>
            {pairs.map((p) => {
              const name = ktDimensions[p.dimension]
              const cell = (key: 'is' | 'isNot' | 'distinction' | 'change', label: string) => <td className={css.cell}><Textarea aria-label={`${name}: ${label}`} autosize minRows={1} readOnly={isFixed} value={p[key] ?? ''} maxLength={4000} onChange={(e) => putPair(p.id, { [key]: e.currentTarget.value })} /></td>
              return (
                <tr key={p.id}>
                  <th scope="row"><Select aria-label="Side" data={dimensions} readOnly={isFixed} allowDeselect={false} w={112} value={p.dimension} onChange={(v) => { if (isDimension(v)) putPair(p.id, { dimension: v }) }} /></th>
                  {cell('is', 'is')}{cell('isNot', 'is not')}{cell('distinction', 'what is special')}{cell('change', 'what changed')}
                </tr>
              )
            })}
          </tbody>
        </table>
      </div>
      {!isFixed && <div className={css.foot}><Button size="xs" onClick={() => put({ ...content, pairs: [...pairs, { id: freshId(pairs.map((p) => p.id), 'p'), dimension: 'what', is: '', isNot: '' }] })}>Add a pair</Button></div>}
      {causes.length > 0 && (
        <div className={css.scroll} tabIndex={0} role="region" aria-label="Possible causes against each pair" style={{ marginTop: 14 }}>
          <table className={css.grid}>
            <thead><tr><th scope="col">Possible cause</th>{pairs.map((p) => <th key={p.id} scope="col">{ktDimensions[p.dimension]}: {p.is.slice(0, 40) || '…'}</th>)}<th scope="col">Stands</th></tr></thead>
            <tbody>
              {causes.map((c) => {
                const s = scores.get(c.id)
                return (
                  <tr key={c.id}>
                    <th scope="row" className={css.cell}><TextInput aria-label="Possible cause" readOnly={isFixed} value={c.text} maxLength={400} onChange={(e) => putCause(c.id, { text: e.currentTarget.value })} /></th>
                    {pairs.map((p) => <td key={p.id}><Select aria-label={`${c.text}, against ${ktDimensions[p.dimension]}: ${p.is}`} data={[...verdicts]} readOnly={isFixed} allowDeselect={false} w={140} value={c.tests.find((t) => t.pairId === p.id)?.verdict ?? ''} onChange={(v) => putTest(c.id, p.id, v)} /></td>)}
                    <td><span className={css.score}>{s && s.contradictions > 0 ? <Tag tone="bad">{counted(s.contradictions, 'contradiction')}</Tag> : s?.rank === 1 ? <Tag tone="good">most probable</Tag> : <Tag>fits</Tag>}{s && s.assumptions > 0 && <span className="ek-small ek-3">{counted(s.assumptions, 'assumption')}</span>}</span></td>
                  </tr>
                )
              })}
            </tbody>
          </table>
        </div>
      )}
      {!isFixed && <div className={css.foot}><Button size="xs" onClick={() => put({ ...content, causes: [...causes, { id: freshId(causes.map((c) => c.id), 'c'), text: `Cause ${causes.length + 1}`, tests: [] }] })}>Add a possible cause</Button></div>}
    </>
  )
}
