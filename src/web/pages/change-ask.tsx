/** Ask the freeze: what a pipeline would be told now, and the line that asks it. */
import { Button, Select, TextInput } from '@mantine/core'
import { useState, type FormEvent } from 'react'
import type { Verdict } from '../../client/changes.ts'
import { duePoint } from '../../kit/format-time.ts'
import { Link } from '../../kit/link.tsx'
import { Page } from '../../kit/page.tsx'
import { PageHead } from '../../kit/section.tsx'
import { useTimeFrame } from '../../kit/viewer.tsx'
import { addressOf } from '../data/address.ts'
import { client } from '../data/connection.ts'
import { FieldInput } from '../forms/field-input.tsx'
import { CopyText } from '../parts/copy-text.tsx'
import { FaultLine } from '../parts/fault.tsx'
import { askOf, curlOf, isKindOpen, type Asking } from './change-curl.ts'
import css from './change.module.css'

const words: Readonly<Record<Verdict['verdict'], string>> = { allowed: 'Go ahead', allowed_with_approval: 'Only with approval', blocked: 'Not now', ask: 'Ask somebody' }
/** Of more one writes the key. */
const mostChoices = 8
const when = { name: 'at', kind: 'instant', label: 'When', help: 'Empty: now.', owner: 'caller', optional: true, fixed: false, to: null, words: null, initial: undefined } as const

export function AskFreeze() {
  return (
    <Page crumbs={[{ label: 'Changes', href: '/changes' }, { label: 'Ask the freeze' }]}>
      <PageHead title="May I change this now?" note="What a pipeline is told before it deploys: an answer a program reads, and a sentence for whoever waits for it." />
      <AskPanel />
    </Page>
  )
}

export function AskPanel() {
  const frame = useTimeFrame(60)
  const [asking, setAsking] = useState<Asking>({ name: '', what: 'service', kind: '', change: '', at: null })
  const [answer, setAnswer] = useState<(Verdict & { readonly isKindOpen: boolean }) | null>(null)
  const [error, setError] = useState<unknown>(null)
  const [isBusy, setBusy] = useState(false)
  const put = (next: Partial<Asking>): void => setAsking({ ...asking, ...next })
  const ask = async (question: Asking): Promise<void> => {
    setBusy(true)
    setError(null)
    try {
      setAnswer({ ...await client.askVerdict(askOf(question)), isKindOpen: isKindOpen(question) })
    } catch (thrown) {
      setAnswer(null)
      setError(thrown)
    } finally {
      setBusy(false)
    }
  }
  const submit = (event: FormEvent): void => {
    event.preventDefault()
    void ask(asking)
  }
  /** What could be meant, asked about by its number at once. */
  const take = (record: string, number: string): void => {
    const next: Asking = { ...asking, what: record === 'ci' ? 'ci' : 'service', name: number }
    setAsking(next)
    void ask(next)
  }
  return (
    <div className={css.form}>
      <form className={css.form} onSubmit={submit}>
        <div className={css.pair}>
          <Select label="What is changed" data={[{ value: 'service', label: 'A service' }, { value: 'ci', label: 'An item' }]} value={asking.what} onChange={(v) => put({ what: v === 'ci' ? 'ci' : 'service' })} />
          <TextInput label="Its name, key or number" data-autofocus autoFocus placeholder="Freight Booking" value={asking.name} onChange={(e) => put({ name: e.currentTarget.value })} />
          <Select label="Kind" data={[{ value: 'standard', label: 'Standard' }, { value: 'normal', label: 'Normal' }, { value: 'emergency', label: 'Emergency' }]} value={asking.kind || null} onChange={(v) => put({ kind: v ?? '' })} clearable placeholder="not said" />
          <TextInput label="Change" placeholder="CHG-12" value={asking.change} onChange={(e) => put({ change: e.currentTarget.value })} />
          <FieldInput field={when} value={asking.at} onChange={(v) => put({ at: typeof v === 'string' ? v : null })} required={false} />
        </div>
        <div><Button type="submit" variant="filled" loading={isBusy}>Ask</Button></div>
      </form>
      <FaultLine error={error} />
      <div role="status">
        {answer && (
          <div className={css.verdict} data-verdict={answer.verdict}>
            <b>{words[answer.verdict]}</b>
            <p>{answer.sentence}</p>
            {answer.isKindOpen && answer.verdict === 'allowed' && <p className="ek-warn">No kind was said: nothing freezes it. A normal change needs authorisation all the same. Say the kind to ask about it.</p>}
            {answer.unclear.map((u) => (
              <div key={u.name} className="ek-row ek-wrap" role="group" aria-label={u.are === 'several' ? `What is called ${u.name}` : `What is called nearly ${u.name}`} style={{ padding: '6px 0' }}>
                {u.candidates.slice(0, mostChoices).map((c) => <Button key={c.id} size="xs" onClick={() => take(c.record, c.number)}>{c.name} <span className="ek-mono ek-3" style={{ marginLeft: 6 }}>{c.key}</span></Button>)}
              </div>
            ))}
            <p className="ek-small ek-2">{answer.until !== null && <>until {duePoint(answer.until, frame)} · </>}<span className="ek-mono">{answer.verdict} · {answer.rule}</span>{answer.window && <> · <Link href={addressOf('windows', answer.window.number)}>{answer.window.number}</Link></>}</p>
          </div>
        )}
      </div>
      <div>
        <CopyText title="The same from a pipeline" text={curlOf(asking, window.location.origin)} />
        <p className="ek-small ek-3" style={{ marginTop: 8 }}>A token is made under <Link href="/settings/tokens">Settings, tokens</Link>; the role auditor is enough. Anything but <span className="ek-mono">allowed</span> should stop the pipeline and print the sentence.</p>
      </div>
    </div>
  )
}
