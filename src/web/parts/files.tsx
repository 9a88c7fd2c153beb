/** Files of a record: listed, chosen, dropped or pasted; sent one after the other with their progress. */
import { ActionIcon, Button, SegmentedControl } from '@mantine/core'
import { IconPaperclip } from '@tabler/icons-react'
import { useQueryClient } from '@tanstack/react-query'
import { useCallback, useEffect, useRef, useState, type DragEvent, type ReactNode } from 'react'
import { sentenceOf } from '../../client/problem.ts'
import { bytes, counted, percent } from '../../kit/format.ts'
import { Line, Section } from '../../kit/section.tsx'
import { Tag } from '../../kit/tag.tsx'
import { Time } from '../../kit/time.tsx'
import { mostBytes, sendFile, shownName, type AttachedFile } from '../data/files.ts'
import { dropRecords, useBeside } from '../data/queries.ts'
import css from './parts.module.css'

/** A file on its way: its share sent, or why it was not taken. */
interface Sending {
  readonly key: number
  readonly file: File
  readonly share: number
  readonly fault: string | null
}

/** What a page lends to its drop ground and its list. */
export interface FileTray {
  readonly sending: readonly Sending[]
  readonly add: (files: readonly File[]) => void
  readonly retry: (key: number) => void
  readonly drop: (key: number) => void
  readonly audience: 'public' | 'internal'
  readonly setAudience: (audience: 'public' | 'internal') => void
}

/** Sends what is added, one at a time: the record's versions then follow each other. A file stays in the tray until it is taken. */
export function useFileTray(plural: string, id: string, first: 'public' | 'internal'): FileTray {
  const cache = useQueryClient()
  const [sending, setSending] = useState<readonly Sending[]>([])
  const [audience, setAudience] = useState(first)
  const nextKey = useRef(1)
  const queue = useRef(Promise.resolve())
  const put = useCallback((key: number, change: Partial<Sending> | null) => setSending((all) => (change === null ? all.filter((s) => s.key !== key) : all.map((s) => (s.key === key ? { ...s, ...change } : s)))), [])
  const send = useCallback((key: number, file: File) => {
    queue.current = queue.current.then(async () => {
      if (file.size > mostBytes) return put(key, { fault: `It has ${bytes(file.size)}; the most is ${bytes(mostBytes)}. Put it into a file store and link it.` })
      if (file.size === 0) return put(key, { fault: 'It is empty.' })
      try {
        await sendFile(plural, id, file, audience, (share) => put(key, { share }))
        put(key, null)
        await dropRecords(cache, plural)
      } catch (error) {
        put(key, { fault: sentenceOf(error), share: 0 })
      }
    })
  }, [audience, cache, id, plural, put])
  const add = useCallback((files: readonly File[]) => {
    const fresh = files.map((file): Sending => ({ key: nextKey.current++, file, share: 0, fault: null }))
    setSending((all) => [...all, ...fresh])
    for (const s of fresh) send(s.key, s.file)
  }, [send])
  return {
    sending, add, audience, setAudience, drop: (key) => put(key, null),
    retry: (key) => {
      const one = sending.find((s) => s.key === key)
      if (!one) return
      put(key, { fault: null })
      send(key, one.file)
    },
  }
}

/** Around what files may be dropped on; pasted files are taken wherever the focus is. */
export function DropGround({ tray, isOff, className, children }: { tray: FileTray; isOff: boolean; className?: string | undefined; children: ReactNode }) {
  const [isOver, setOver] = useState(false)
  const { add } = tray
  useEffect(() => {
    if (isOff) return
    const paste = (event: ClipboardEvent): void => {
      const files = [...(event.clipboardData?.files ?? [])]
      if (files.length === 0) return
      event.preventDefault()
      add(files)
    }
    document.addEventListener('paste', paste)
    return () => document.removeEventListener('paste', paste)
  }, [add, isOff])
  const hasFiles = (event: DragEvent): boolean => !isOff && event.dataTransfer.types.includes('Files')
  return (
    <div
      className={[className, css.dropGround].join(' ')} data-over={isOver}
      onDragOver={(e) => { if (hasFiles(e)) { e.preventDefault(); setOver(true) } }}
      onDragLeave={(e) => { if (!(e.relatedTarget instanceof Node) || !e.currentTarget.contains(e.relatedTarget)) setOver(false) }}
      onDrop={(e) => { if (hasFiles(e)) { e.preventDefault(); setOver(false); add([...e.dataTransfer.files]) } }}
    >
      {children}
      {isOver && <div className={css.dropWords} aria-hidden="true">Drop to attach, {tray.audience === 'public' ? 'for everybody whom it concerns' : 'for your colleagues only'}</div>}
    </div>
  )
}

/** The paperclip of the composer: there on the phone too, where the list is behind a drawer. */
export function AttachButton({ tray }: { tray: FileTray }) {
  const input = useRef<HTMLInputElement>(null)
  const left = tray.sending.filter((s) => s.fault !== null).length
  return (
    <>
      <ActionIcon variant="subtle" aria-label={`Attach files${tray.audience === 'public' ? ', public' : ''}`} title="Attach files" onClick={() => input.current?.click()}><IconPaperclip aria-hidden="true" /></ActionIcon>
      {tray.sending.length > left && <span className="ek-small ek-2" role="status">sending {counted(tray.sending.length - left, 'file')}</span>}
      {left > 0 && <span className="ek-small ek-bad" role="status">{counted(left, 'file')} not taken</span>}
      <input ref={input} type="file" multiple hidden aria-label="Attach files to this record" onChange={(e) => { tray.add([...(e.currentTarget.files ?? [])]); e.currentTarget.value = '' }} />
    </>
  )
}

/** See `Files`. */
export interface FilesProps {
  readonly plural: string
  readonly id: string
  readonly tray: FileTray
  readonly mayAttach: boolean
  /** A client's files are public in any case: nothing is asked then. */
  readonly isClient: boolean
}

/** The section of the rail. */
export function Files({ plural, id, tray, mayAttach, isClient }: FilesProps) {
  const files = useBeside<AttachedFile>(plural, id, 'attachments').data?.items ?? []
  const input = useRef<HTMLInputElement>(null)
  const address = (file: AttachedFile): string => `/api/${plural}/${encodeURIComponent(id)}/attachments/${file.id}`
  return (
    <Section title="Files" note={files.length > 0 ? files.length : ''} isRuled={false} trail={mayAttach && <Button size="xs" variant="subtle" leftSection={<IconPaperclip aria-hidden="true" />} onClick={() => input.current?.click()}>Attach a file</Button>}>
      {files.map((file) => (
        <Line key={file.id} lead={<Time at={file.at} />} below={`${bytes(file.sizeBytes)}, ${file.authorName}`} trail={file.audience === 'public' ? <Tag tone="info">public</Tag> : undefined}>
          <a className="ek-link" href={address(file)} download={shownName(file.name)} title={shownName(file.name)}><bdi>{shownName(file.name)}</bdi></a>
        </Line>
      ))}
      {tray.sending.map((s) => (
        <Line key={s.key} below={s.fault ?? `${bytes(s.file.size)}, ${percent(s.share)} sent`} trail={s.fault && <span className="ek-row"><button type="button" className="ek-link" onClick={() => tray.retry(s.key)}>Try again</button><button type="button" className="ek-link" onClick={() => tray.drop(s.key)}>Leave it</button></span>}>
          <span className={s.fault ? 'ek-bad' : 'ek-2'} role="status"><bdi>{shownName(s.file.name)}</bdi>{s.fault && ' was not taken'}</span>
        </Line>
      ))}
      {mayAttach && !isClient && (
        <SegmentedControl size="xs" mt={6} aria-label="Who may see new files" value={tray.audience} onChange={(v) => tray.setAudience(v === 'public' ? 'public' : 'internal')} data={[{ value: 'internal', label: 'New ones internal' }, { value: 'public', label: 'public' }]} />
      )}
      {mayAttach && files.length === 0 && tray.sending.length === 0 && <p className="ek-small ek-3">Drop or paste one anywhere on this page.</p>}
      <input ref={input} type="file" multiple hidden aria-label="Files to attach" onChange={(e) => { tray.add([...(e.currentTarget.files ?? [])]); e.currentTarget.value = '' }} />
    </Section>
  )
}
