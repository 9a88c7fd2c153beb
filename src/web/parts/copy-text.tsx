/** Text to be copied somewhere else: a heading, the text as it is, a button that takes it. */
import { Button } from '@mantine/core'
import { IconCheck, IconCopy } from '@tabler/icons-react'
import { useRef, useState } from 'react'
import { copyText } from '../../kit/copy.ts'
import css from './parts.module.css'

const words = { not: 'Copy', done: 'Copied', byHand: 'Chosen: press Ctrl+C' } as const

export function CopyText({ title, text }: { title: string; text: string }) {
  const [state, setState] = useState<keyof typeof words>('not')
  const box = useRef<HTMLPreElement>(null)
  const copy = async (): Promise<void> => {
    const isDone = await copyText(text)
    if (!isDone && box.current) window.getSelection()?.selectAllChildren(box.current)
    setState(isDone ? 'done' : 'byHand')
  }
  return (
    <>
      <div className={css.codeHead}>
        <span>{title}</span>
        <span className="ek-space" />
        <Button size="xs" onClick={() => void copy()} leftSection={state === 'done' ? <IconCheck aria-hidden="true" /> : <IconCopy aria-hidden="true" />} aria-live="polite">{words[state]}</Button>
      </div>
      <pre ref={box} className={css.code} tabIndex={0} aria-label={title}>{text}</pre>
    </>
  )
}
