/** The path of the effect, from the origin at the foot up to the people who are hurt. */

import type { ReactNode } from 'react'
import { Link } from './link.tsx'
import css from './impact-path.module.css'

/** A thing on the path: where it began (solid), not delivered (ring in red), worse but within the agreement (ring in amber). */
export interface ImpactStep {
  id: string
  label: string
  /** `gold · confirmation fails`. */
  note?: string
  /** `412 users, 3 customers`. */
  trail?: ReactNode
  kind: 'origin' | 'hurt' | 'worse'
  href?: string
}

/** Top is who is hurt, foot is the origin. */
export function ImpactPath({ steps }: { steps: readonly ImpactStep[] }) {
  return (
    <ol className={css.path}>
      {steps.map((step) => (
        <li key={step.id} className={css.step} data-kind={step.kind}>
          <span className={css.mark} aria-hidden="true" />
          <span className={css.text}>
            <b>{step.href ? <Link quiet href={step.href}>{step.label}</Link> : step.label}</b>
            {step.note && <span className={css.note}>{step.note}</span>}
          </span>
          <span className={css.trail}>{step.kind === 'origin' ? <b>origin</b> : step.trail}</span>
        </li>
      ))}
    </ol>
  )
}
