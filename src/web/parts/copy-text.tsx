/** Text to be copied somewhere else: a heading, the text as it is, a button that takes it. */
import { Button } from '@mantine/core'
import { IconCheck, IconCopy } from '@tabler/icons-react'
import { useState } from 'react'
import css from './parts.module.css'

export function CopyText({ title, text }: { title: string; text: string }) {
  const [isCopied, setCopied] = useState(false)
  const copy = (): void => void navigator.clipboard.writeText(text).then(() => setCopied(true))
  return (
    <>
      <div className={css.codeHead}>
        <span>{title}</span>
        <span className="ek-space" />
        <Button size="xs" onClick={copy} leftSection={isCopied ? <IconCheck aria-hidden="true" /> : <IconCopy aria-hidden="true" />}>{isCopied ? 'Copied' : 'Copy'}</Button>
      </div>
      <pre className={css.code} tabIndex={0} aria-label={title}>{text}</pre>
    </>
  )
}
