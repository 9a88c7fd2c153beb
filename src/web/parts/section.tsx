/** A heading with a hairline over its content: what other products draw as a box. */
import { useId, type ReactNode } from 'react'
import css from './parts.module.css'

export function Section({ title, note, end, children }: { title: string; note?: ReactNode; end?: ReactNode; children: ReactNode }) {
  const id = useId()
  return (
    <section className={css.section} aria-labelledby={id}>
      <div className={css.sectionHead}><h2 id={id}>{title}</h2>{note && <span className="ek-small ek-3">{note}</span>}<span className="ek-space" />{end}</div>
      {children}
    </section>
  )
}

/** Label and value, one a line. */
export function Facts({ children }: { children: ReactNode }) {
  return <dl className={css.facts}>{children}</dl>
}
export function Fact({ label, children }: { label: string; children: ReactNode }) {
  return <div><dt>{label}</dt><dd>{children}</dd></div>
}
