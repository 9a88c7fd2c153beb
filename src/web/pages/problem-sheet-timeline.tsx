/** Everything that happened on what the problem touches, in order; what came after the effect is struck, the rest is marked by hand. */
import { Select, TextInput } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { counted, listed } from '../../kit/format.ts'
import { Link } from '../../kit/link.tsx'
import { LoadingRows } from '../../kit/states.tsx'
import { Tag } from '../../kit/tag.tsx'
import { Time } from '../../kit/time.tsx'
import { addressOf } from '../data/address.ts'
import { client } from '../data/connection.ts'
import { useDescription } from '../data/queries.ts'
import { FaultLine } from '../parts/fault.tsx'
import type { SheetProps } from './problem-sheet.ts'
import css from './problem.module.css'

const marks = [{ value: '', label: 'not marked' }, { value: 'suspect', label: 'suspect' }, { value: 'confirmed', label: 'confirmed' }, { value: 'contradicted', label: 'contradicted' }]
/** An instant as the field for it wants it, in UTC; and back. */
const toField = (at: string): string => at.slice(0, 16)
const fromField = (text: string): string | null => (/^\d{4}-\d\d-\d\dT\d\d:\d\d$/.test(text) ? `${text}:00.000Z` : null)

export function TimelineSheet({ content, put, problem, isFixed }: SheetProps<'timeline'>) {
  const { from, to, effectAt } = content
  const records = useDescription().data?.records
  const answer = useQuery({ queryKey: ['list', 'problems', 'closure', problem.id, from, to, effectAt], queryFn: () => client.closure(problem.id, { from, to, ...(effectAt === undefined ? {} : { effectAt }) }), retry: false })
  const items = answer.data?.items ?? []
  const suspects = content.marks.filter((m) => m.says === 'suspect' && items.find((e) => e.key === m.entry)?.struck == null).length
  const when = (key: 'from' | 'to' | 'effectAt', label: string) => (
    <TextInput type="datetime-local" label={`${label} (UTC)`} readOnly={isFixed} value={toField(content[key] ?? answer.data?.effectAt ?? '')} onChange={(e) => { const at = fromField(e.currentTarget.value); if (at !== null) put({ ...content, [key]: at }) }} />
  )
  const mark = (entry: string, at: string, says: string | null): void => put({ ...content, marks: [...content.marks.filter((m) => m.entry !== entry), ...(says === 'suspect' || says === 'confirmed' || says === 'contradicted' ? [{ entry, at, says } as const] : [])] })
  return (
    <>
      <div className={css.foot}>{when('from', 'From')}{when('to', 'To')}{when('effectAt', 'The effect began')}</div>
      <p role="status" style={{ padding: '10px 0' }}>
        {answer.data === undefined ? 'Looking' : items.length === 0 ? 'Nothing is on record in this time on what it touches.' : `${counted(items.length, 'entry', 'entries')}, ${items.filter((e) => e.struck !== null).length} struck by the order of time, ${counted(suspects, 'suspect')} left.`}
        {answer.data && answer.data.cut.length > 0 && ` Of ${listed(answer.data.cut.map((c) => c.replaceAll('-', ' ')))} only the newest are shown.`}
      </p>
      {answer.error && <FaultLine error={answer.error} />}
      {answer.isPending ? <LoadingRows /> : (
        <ol className={css.entries}>
          {items.map((e) => {
            const sketch = records?.find((r) => r.name === e.record)
            const said = content.marks.find((m) => m.entry === e.key)?.says
            return (
              <li key={e.key} className={css.entry} data-struck={e.struck !== null}>
                <Time at={e.at} />
                <span>
                  <span className="ek-small ek-3">{sketch?.one ?? e.record} </span><Link href={addressOf(sketch?.plural ?? e.record, e.number)}><span className={css.entryTitle}>{e.title}</span></Link>
                  {e.by.length > 1 && <small>by way of {e.by.join(', ')}</small>}
                  {e.struck !== null && <small>{e.struck}</small>}
                </span>
                {e.struck !== null || e.record === 'incident' || e.record === 'problem' ? said && <Tag>{said}</Tag> : <Select aria-label={`Mark ${e.title}`} data={marks} readOnly={isFixed} allowDeselect={false} w={136} value={said ?? ''} onChange={(v) => mark(e.key, e.at, v)} />}
              </li>
            )
          })}
        </ol>
      )}
    </>
  )
}
