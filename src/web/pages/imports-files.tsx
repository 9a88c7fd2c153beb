/** The first step of an import: files chosen or dropped, sent at once with their progress. */
import { Button } from '@mantine/core'
import { useRef, useState, type DragEvent } from 'react'
import type { ImportFile } from '../../client/imports.ts'
import { sentenceOf } from '../../client/problem.ts'
import { bytes, percent } from '../../kit/format.ts'
import { shownName } from '../data/files.ts'
import { uploadImportFile } from './imports-upload.ts'
import css from './imports.module.css'

interface Sending {
  readonly id: number
  readonly file: File
  readonly share: number
  readonly fault: string | null
  readonly stop: AbortController
}

/** See `FileStep`. */
export interface FileStepProps {
  /** Those that arrived; the first is read, the others join it. */
  readonly files: readonly ImportFile[]
  readonly onSent: (file: ImportFile) => void
  readonly onDrop: (file: ImportFile) => void
}

export function FileStep({ files, onSent, onDrop }: FileStepProps) {
  const [sending, setSending] = useState<readonly Sending[]>([])
  const [isOver, setOver] = useState(false)
  const input = useRef<HTMLInputElement>(null)
  const next = useRef(0)
  const put = (id: number, part: Partial<Sending> | null): void => setSending((all) => all.flatMap((s) => (s.id !== id ? [s] : part === null ? [] : [{ ...s, ...part }])))
  const send = async (file: File): Promise<void> => {
    const one: Sending = { id: next.current++, file, share: 0, fault: null, stop: new AbortController() }
    setSending((all) => [...all, one])
    try {
      const sent = await uploadImportFile(file, (share) => put(one.id, { share }), one.stop.signal)
      put(one.id, null)
      onSent(sent)
    } catch (error) {
      put(one.id, error instanceof DOMException ? null : { fault: sentenceOf(error) })
    }
  }
  // One after the other, so that the first chosen is the first of the import.
  const add = async (chosen: readonly File[]): Promise<void> => { for (const file of chosen) await send(file) }
  const isSmall = files.length + sending.length > 0
  return (
    <>
      {files.map((f, i) => (
        <div key={f.key} className={css.file}>
          <b className="ek-strong"><bdi>{shownName(f.name)}</bdi></b><span className="ek-3">{bytes(f.bytes)}{i > 0 ? ', joins the first' : ''}</span><span className="ek-space" />
          <Button size="xs" variant="subtle" onClick={() => onDrop(f)} aria-label={`Take ${shownName(f.name)} out`}>Take out</Button>
        </div>
      ))}
      {sending.map((s) => (
        <div key={s.id} className={css.file}>
          <bdi>{shownName(s.file.name)}</bdi>
          <span className={s.fault === null ? 'ek-3' : 'ek-bad'} role="status">{s.fault ?? `${percent(s.share)} of ${bytes(s.file.size)} sent`}</span><span className="ek-space" />
          {s.fault !== null && <Button size="xs" variant="subtle" onClick={() => { put(s.id, null); void send(s.file) }}>Try again</Button>}
          <Button size="xs" variant="subtle" onClick={() => { s.stop.abort(); put(s.id, null) }}>{s.fault === null ? 'Stop' : 'Leave it'}</Button>
          {s.fault === null && <span className={css.bar} aria-hidden="true"><span style={{ width: `${s.share * 100}%` }} /></span>}
        </div>
      ))}
      <div
        className={css.drop} data-over={isOver} data-small={isSmall} style={{ marginTop: isSmall ? 10 : 0 }}
        onDragOver={(e: DragEvent) => { if (e.dataTransfer.types.includes('Files')) { e.preventDefault(); setOver(true) } }}
        onDragLeave={() => setOver(false)} onDrop={(e: DragEvent) => { e.preventDefault(); setOver(false); void add([...e.dataTransfer.files]) }}
      >
        <span>{isSmall ? 'Another file that belongs to it:' : <b className="ek-strong">Drop the export of your former system here</b>}</span>
        {!isSmall && <span className="ek-small ek-3">CSV, JSON, JSON lines or XES, plain or gzip, of any size. Several where they belong together.</span>}
        <Button variant={isSmall ? 'default' : 'filled'} onClick={() => input.current?.click()}>Choose files</Button>
        <input ref={input} type="file" multiple hidden aria-label="Files to import" onChange={(e) => { void add([...(e.currentTarget.files ?? [])]); e.currentTarget.value = '' }} />
      </div>
    </>
  )
}
