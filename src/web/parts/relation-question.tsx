/** The one question after an incident was resolved: whether a relation that explains it is so. One press answers it. */
import { Button } from '@mantine/core'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { percent } from '../../kit/format.ts'
import { Time } from '../../kit/time.tsx'
import { relationSources } from '../../model/graph.ts'
import { client } from '../data/connection.ts'
import { dropRecords } from '../data/queries.ts'
import { FaultLine } from './fault.tsx'
import css from './relation-question.module.css'

/** Nothing where nothing is asked; `version` of the incident, so that resolving it asks anew. */
export function RelationQuestion({ incidentId, version }: { incidentId: string; version: number }) {
  const cache = useQueryClient()
  const asked = useQuery({ queryKey: ['graph', 'question', incidentId, version], queryFn: () => client.relationQuestion(incidentId), staleTime: 30_000, retry: false })
  const [said, setSaid] = useState<string | null>(null)
  const [isAway, setAway] = useState(false)
  const [error, setError] = useState<unknown>(null)
  const [isBusy, setBusy] = useState(false)
  const { question = null, missing = null, text = null } = asked.data ?? {}
  const answer = async (isSo: boolean): Promise<void> => {
    setBusy(true)
    setError(null)
    try {
      if (question) await client.move('relations', question.relationId, isSo ? 'confirm' : 'deny', {})
      else if (missing && isSo) await client.create('relations', missing)
      setSaid(isSo ? 'Kept: it is so.' : 'Kept: it is not so.')
      await dropRecords(cache, 'relations')
    } catch (thrown) {
      setError(thrown)
    } finally {
      setBusy(false)
    }
  }
  if (said !== null) return <p className={css.said} role="status">{said} Thank you.</p>
  if (isAway || text === null || (question === null && missing === null)) return null
  return (
    <div className={css.question} role="group" aria-label="One question about what stands on what">
      <div className={css.text}>
        <b>{text}</b>
        <small>{question ? <>{relationSources[question.source]} said so, confirmed <Time at={question.confirmedAt} />; {percent(question.confidence)} sure now.</> : 'Nobody has recorded it yet, and this incident suggests it.'}</small>
      </div>
      <div className="ek-row">
        <Button size="xs" onClick={() => void answer(true)} disabled={isBusy}>It is so</Button>
        {question && <Button size="xs" onClick={() => void answer(false)} disabled={isBusy}>It is not so</Button>}
        <Button size="xs" variant="subtle" onClick={() => setAway(true)}>I do not know</Button>
      </div>
      <FaultLine error={error} />
    </div>
  )
}
