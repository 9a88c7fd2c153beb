/** Label matchers as rows, tried on the alerts that fire now and on labels of one's own. */
import { Button, CloseButton, Select, TextInput } from '@mantine/core'
import { useState } from 'react'
import { matches, matchesAll, matchesEmpty, matcherText, readMatcher, type Matcher } from '../../practices/event/matchers.ts'
import { patternFault } from '../../practices/event/pattern.ts'
import { counted, listed } from '../../kit/format.ts'
import { useList } from '../data/queries.ts'
import type { AlertRow } from '../data/rows.ts'
import type { EditorProps } from './editor.ts'
import css from './editors.module.css'
import { readLabels } from './label-text.ts'

const operators = [
  { value: '=', label: 'is' }, { value: '!=', label: 'is not' }, { value: '=~', label: 'fits pattern' }, { value: '!~', label: 'does not fit' },
]
const operatorOf = (m: Matcher): string => (m.isRegex ? (m.isEqual ? '=~' : '!~') : m.isEqual ? '=' : '!=')
const fresh: Matcher = { name: '', value: '', isRegex: false, isEqual: true }

export function MatchersEditor({ value, onChange }: EditorProps) {
  const rows: readonly Matcher[] = Array.isArray(value) && value.length > 0 ? (value as Matcher[]) : [fresh]
  const put = (at: number, change: Partial<Matcher>): void => onChange(rows.map((m, i) => (i === at ? { ...m, ...change } : m)))
  const name = (at: number, typed: string): void => {
    // A whole matcher pasted into the first box is taken apart.
    const read = /[=~]/.test(typed) ? typed.replaceAll(/^\{|\}$/g, '').split(/,(?=(?:[^"]*"[^"]*")*[^"]*$)/).map(readMatcher) : []
    if (read.length > 0 && read.every((m) => m !== null)) onChange([...rows.slice(0, at), ...read, ...rows.slice(at + 1)])
    else put(at, { name: typed })
  }
  return (
    <>
      <div className={css.group}>
        {rows.map((m, i) => (
          <div key={i} className={css.row}>
            <TextInput className="ek-grow" aria-label={`Matcher ${i + 1}: label`} placeholder="alertname" value={m.name} onChange={(e) => name(i, e.currentTarget.value)} spellCheck={false} />
            <Select w={130} aria-label={`Matcher ${i + 1}: how`} data={operators} value={operatorOf(m)} allowDeselect={false} onChange={(op) => op && put(i, { isRegex: op.includes('~'), isEqual: !op.startsWith('!') })} />
            <TextInput className="ek-grow" aria-label={`Matcher ${i + 1}: value`} value={m.value} onChange={(e) => put(i, { value: e.currentTarget.value })} spellCheck={false} error={m.isRegex ? patternFault(m.value) ?? undefined : undefined} />
            <CloseButton aria-label={`Remove matcher ${i + 1}`} disabled={rows.length === 1} onClick={() => onChange(rows.filter((_, at) => at !== i))} />
          </div>
        ))}
        <div><Button size="xs" onClick={() => onChange([...rows, fresh])}>Add a matcher</Button></div>
      </div>
      <TryMatchers matchers={rows} />
    </>
  )
}

/** The alerts that are looked at; a silence is about a few, and more would not be read. */
const LOOKED_AT = 200

function TryMatchers({ matchers }: { matchers: readonly Matcher[] }) {
  const alerts = useList<AlertRow>('alerts', { group: 'active', limit: LOOKED_AT, sort: '-createdAt' }).data?.items ?? []
  const [text, setText] = useState('')
  const whole = matchers.filter((m) => m.name !== '' && (!m.isRegex || patternFault(m.value) === null))
  const hit = whole.length === 0 ? [] : alerts.filter((a) => matchesAll(whole, a.labels ?? {}))
  const labels = readLabels(text)
  const failing = whole.filter((m) => !matches(m, labels))
  return (
    <div className={css.preview}>
      <h3>Try it</h3>
      <p>{whole.length === 0 ? 'Fill in a matcher to see what it holds for.'
        : whole.every(matchesEmpty) ? 'This would hold for every alert: at least one matcher must need a label to be there.'
          : alerts.length === 0 ? 'No alert fires now.'
            : `Holds for ${hit.length} of ${counted(alerts.length, 'alert')} that ${alerts.length === 1 ? 'fires' : 'fire'} now${hit.length > 0 ? `: ${listed([...new Set(hit.map((a) => a.title))].slice(0, 3))}` : ''}.`}</p>
      <TextInput label="Labels of an alert" placeholder='alertname=DiskFull service="mail" severity=warning' value={text} onChange={(e) => setText(e.currentTarget.value)} spellCheck={false} />
      {text !== '' && whole.length > 0 && (
        <p className={failing.length === 0 ? 'ek-good' : 'ek-warn'}>{failing.length === 0 ? 'All matchers hold: this alert would be silent.' : `Does not hold: ${failing.map(matcherText).join(', ')}`}</p>
      )}
    </div>
  )
}
