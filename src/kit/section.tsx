/** Parts of a page, ruled by hairlines instead of boxes: the sentence at the top, sections, the rail, facts, lines. */

import { useId, type ReactNode } from 'react'
import css from './section.module.css'

/** The one sentence a page opens with, and a quiet second line. */
export function PageHead({ title, note, trail, children }: { title: ReactNode; note?: ReactNode; trail?: ReactNode; children?: ReactNode }) {
  return (
    <header className={css.pageHead}>
      <div className={css.headRow}>
        <h1 className={css.title}>{title}</h1>
        {trail && <span className={css.trail}>{trail}</span>}
      </div>
      {note && <p className={css.note}>{note}</p>}
      {children}
    </header>
  )
}

/** A heading, a quiet count behind it, something at the far end, a hairline, then the content. */
export function Section({ title, note, trail, isRuled = true, children }: { title: ReactNode; note?: ReactNode; trail?: ReactNode; isRuled?: boolean; children?: ReactNode }) {
  const id = useId()
  return (
    <section className={css.section} aria-labelledby={id}>
      <div className={css.sectionHead}>
        <h2 id={id} className={css.heading}>{title}</h2>
        {note && <span className={css.count}>{note}</span>}
        {trail && <span className={css.trail}>{trail}</span>}
      </div>
      <div className={isRuled ? css.ruled : undefined}>{children}</div>
    </section>
  )
}

/** Sections of the rail: separated by a line above each instead of below the heading. */
export function Rail({ children }: { children: ReactNode }) {
  return <div className={css.rail}>{children}</div>
}

/** Facts of a record: a quiet word, then what holds. A missing one says `not recorded` (the caller's words). */
export function Facts({ facts, form = 'stack' }: { facts: readonly (readonly [label: string, value: ReactNode])[]; form?: 'stack' | 'row' }) {
  return (
    <dl className={form === 'row' ? css.factRow : css.facts}>
      {facts.map(([label, value]) => (
        <div key={label}>
          <dt>{label}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  )
}

/** A line of a short list: lead (time, priority), text, trail; `below` is the quiet second line. */
export function Line({ lead, children, below, trail, isFocus = false }: { lead?: ReactNode; children: ReactNode; below?: ReactNode; trail?: ReactNode; isFocus?: boolean }) {
  return (
    <div className={css.line} data-focus={isFocus} data-lead={lead !== undefined}>
      {lead !== undefined && <span className={css.lead}>{lead}</span>}
      <span className={css.text}>
        {children}
        {below && <span className={css.below}>{below}</span>}
      </span>
      {trail && <span className={css.lineTrail}><span>{trail}</span></span>}
    </div>
  )
}

/** Something broken now: red edge and ground. The only box a calm page ever gets. */
export function Strip({ tone = 'bad', children, trail }: { tone?: 'bad' | 'warn'; children: ReactNode; trail?: ReactNode }) {
  return (
    <div className={css.strip} data-tone={tone}>
      <div className={css.stripText}>{children}</div>
      {trail && <div className={css.stripTrail}>{trail}</div>}
    </div>
  )
}
