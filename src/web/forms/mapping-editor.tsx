/** The mapping of a webhook as rows: where each part of an event lies in the sender's document, tried on a sample. */
import { Autocomplete, Button, CloseButton, Select, Textarea, TextInput } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import { useState } from 'react'
import { client } from '../data/connection.ts'
import type { EditorProps } from './editor.ts'
import css from './editors.module.css'
import { pathsOf } from './label-text.ts'
import { TriedMapping } from './tried-mapping.tsx'

type Loose = Readonly<Record<string, unknown>>

const parts = [
  ['list', 'List of events', 'the whole document'], ['key', 'Key', 'key'], ['title', 'Title', 'title'], ['description', 'Description', 'description'], ['severity', 'Severity', 'severity'],
  ['state', 'Firing or over', 'state'], ['service', 'Service', 'service'], ['occurredAt', 'When', 'occurredAt'], ['link', 'Link', 'link'],
] as const
const partHelp: Readonly<Record<string, string>> = {
  list: 'where several come at once', key: 'what makes two events the same alert; needed', service: 'key or alias of a service', occurredAt: 'ISO 8601 or seconds since 1970',
}
const severities = ['critical', 'error', 'warning', 'info']
const states = [{ value: 'firing', label: 'firing' }, { value: 'resolved', label: 'over' }]

export function MappingEditor({ value, onChange }: EditorProps) {
  const mapping = typeof value === 'object' && value !== null ? (value as Loose) : {}
  const [sample, setSample] = useState('')
  const document = parse(sample)
  const listPath = typeof mapping['list'] === 'string' ? mapping['list'] : ''
  const all = document === undefined ? [] : pathsOf(document)
  const lead = listPath === '' ? (Array.isArray(document) ? '[0].' : '') : `${listPath}[0].`
  const inside = all.filter((p) => p.startsWith(lead)).map((p) => p.slice(lead.length)).filter((p) => p !== '')
  const put = (name: string, v: unknown): void => {
    const { [name]: _, ...rest } = mapping
    onChange(v === '' ? rest : { ...rest, [name]: v })
  }
  const trial = useMutation({ mutationFn: () => client.tryMapping(mapping, document) })
  return (
    <>
      <div className={css.preview}>
        <Textarea label="A sample of what is sent" description="Paste one message as the source posts it. Its parts are then offered below." autosize minRows={4} maxRows={16} value={sample} onChange={(e) => setSample(e.currentTarget.value)} spellCheck={false}
          placeholder={'{"id": "disk-7", "name": "Disk almost full", "app": "mail", "level": "warn"}'} styles={{ input: { fontFamily: 'var(--ek-mono)', fontSize: 12 } }} error={sample.trim() !== '' && document === undefined ? 'This is no complete JSON yet.' : undefined} />
      </div>
      <div className={css.group}>
        <h3>Where each part lies</h3>
        {parts.map(([name, label, standard]) => (
          <div key={name} className={css.row}>
            <span style={{ width: 110 }}>{label}</span>
            <Autocomplete className="ek-grow" aria-label={`${label}: path`} data={[...new Set(name === 'list' ? all.filter((p) => !p.includes('[')) : inside)]} limit={30} placeholder={standard} value={typeof mapping[name] === 'string' ? mapping[name] : ''} onChange={(v) => put(name, v.trim())} />
            <span className={css.note} style={{ width: 230 }}>{partHelp[name] ?? ''}</span>
          </div>
        ))}
      </div>
      <Pairs title="More labels" first="label" second="path" pairs={pairsOf(mapping['labels'])} onChange={(p) => put('labels', p)} suggest={inside} />
      <Pairs title="Words for severity" first="the sender’s word" second="means" pairs={pairsOf(mapping['severityValues'])} onChange={(p) => put('severityValues', p)} choices={severities.map((s) => ({ value: s, label: s }))} lower />
      <Pairs title="Words for the state" first="the sender’s word" second="means" pairs={pairsOf(mapping['stateValues'])} onChange={(p) => put('stateValues', p)} choices={states} lower />
      <div className={css.preview}>
        <div className="ek-row">
          <h3>Try it</h3>
          <Button size="xs" disabled={document === undefined} loading={trial.isPending} onClick={() => trial.mutate()}>Read the sample</Button>
          {document === undefined && <span className={css.note}>Paste a sample first.</span>}
        </div>
        <TriedMapping answer={trial.data} error={trial.error} />
      </div>
    </>
  )
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

const pairsOf = (value: unknown): Readonly<Record<string, string>> =>
  typeof value === 'object' && value !== null ? Object.fromEntries(Object.entries(value).filter((e): e is [string, string] => typeof e[1] === 'string')) : {}

interface PairsProps {
  readonly title: string
  readonly first: string
  readonly second: string
  readonly pairs: Readonly<Record<string, string>>
  readonly onChange: (pairs: Readonly<Record<string, string>>) => void
  readonly suggest?: readonly string[]
  readonly choices?: readonly { value: string; label: string }[]
  /** Words are compared in lower case. */
  readonly lower?: boolean
}

function Pairs({ title, first, second, pairs, onChange, suggest = [], choices, lower = false }: PairsProps) {
  const [name, setName] = useState('')
  const start = choices?.[0]?.value ?? ''
  const [to, setTo] = useState(start)
  const add = (): void => {
    onChange({ ...pairs, [lower ? name.trim().toLowerCase() : name.trim()]: to.trim() })
    setName('')
    setTo(start)
  }
  const choose = (label: string, value: string, put: (v: string) => void) => choices
    ? <Select w={150} aria-label={label} data={choices} value={value} allowDeselect={false} onChange={(v) => v && put(v)} />
    : <Autocomplete className="ek-grow" aria-label={label} placeholder={second} data={[...new Set(suggest)]} limit={30} value={value} onChange={put} />
  return (
    <div className={css.group}>
      <h3>{title}</h3>
      {Object.entries(pairs).map(([n, v]) => (
        <div key={n} className={css.row}>
          <span style={{ width: 150 }}>{n}</span>
          {choose(`${title}, ${n}: ${second}`, v, (next) => onChange({ ...pairs, [n]: next }))}
          <CloseButton aria-label={`Remove ${n}`} onClick={() => onChange(Object.fromEntries(Object.entries(pairs).filter(([one]) => one !== n)))} />
        </div>
      ))}
      <div className={css.row}>
        <TextInput w={150} aria-label={`${title}: ${first}`} placeholder={first} value={name} onChange={(e) => setName(e.currentTarget.value)} />
        {choose(`${title}: ${second}`, to, setTo)}
        <Button size="xs" disabled={name.trim() === '' || to.trim() === ''} onClick={add}>Add</Button>
      </div>
    </div>
  )
}
