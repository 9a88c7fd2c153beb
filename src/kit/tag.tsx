/** A small word on a soft ground; at most two in a row of a table. */

import type { ReactNode } from 'react'
import css from './glyphs.module.css'

/** `solid` is for a major and an origin only: something broken now. */
export type TagTone = 'idle' | 'bad' | 'warn' | 'good' | 'info' | 'accent' | 'solid'

/** `<Tag tone="solid">Major</Tag>` */
export function Tag({ tone = 'idle', children }: { tone?: TagTone; children: ReactNode }) {
  return <span className={[css.tag, css[tone]].join(' ')}>{children}</span>
}
