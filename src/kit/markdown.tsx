/** People's words, formatted: Markdown that cannot hurt; the parser is loaded when the first formatted text is shown. */

import { useEffect, useState, type MouseEvent } from 'react'
import type { Refer } from './markdown-render.ts'
import { useViewer } from './viewer.tsx'
import css from './markdown.module.css'

type Render = (text: string, refer?: Refer) => string

let render: Render | null = null

/** Signs that ask for formatting; a text without any is shown as it is, and needs no parser. */
const FORMATTED = /[*_`#[\]>|~\\]|^\s*[-+]\s|^\s*\d+[.)]\s|https?:|[A-Z]{2,6}-\d/m

/** `refer` gives the address of a record named in the text. */
export function Markdown({ text, refer }: { text: string; refer?: Refer | undefined }) {
  const needsParser = FORMATTED.test(text)
  const parser = useParser(needsParser)
  const { navigate } = useViewer()
  if (!needsParser || parser === null) return <div className={css.plain}>{text}</div>
  const follow = (event: MouseEvent) => {
    const link = event.target instanceof Element ? event.target.closest('a') : null
    const href = link?.getAttribute('href')
    if (!href?.startsWith('/') || event.button !== 0 || event.ctrlKey || event.metaKey || event.shiftKey) return
    event.preventDefault()
    navigate(href)
  }
  return <div className={css.text} onClick={follow} dangerouslySetInnerHTML={{ __html: parser(text, refer) }} />
}

function useParser(isNeeded: boolean): Render | null {
  const [, setLoaded] = useState(render !== null)
  useEffect(() => {
    if (!isNeeded || render !== null) return
    let isGone = false
    void import('./markdown-render.ts').then(({ renderMarkdown }) => {
      render = renderMarkdown
      if (!isGone) setLoaded(true)
    })
    return () => {
      isGone = true
    }
  }, [isNeeded])
  return render
}
