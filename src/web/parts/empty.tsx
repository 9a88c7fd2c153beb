/** An empty page teaches: what belongs here, why it helps, and the first thing to do. */
import type { ReactNode } from 'react'
import css from './parts.module.css'

export function Empty({ title, children, actions }: { title: string; children?: ReactNode; actions?: ReactNode }) {
  return (
    <section className={css.empty}>
      <h2>{title}</h2>
      {children && <div className="ek-read ek-2">{children}</div>}
      {actions && <div className="ek-row ek-wrap">{actions}</div>}
    </section>
  )
}
