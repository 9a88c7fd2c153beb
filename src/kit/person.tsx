/** A person as a face and a name, and the place where a person is missing. */

import { initials } from './format.ts'
import css from './glyphs.module.css'

/** Two letters in a circle; `title` is the whole name for the tip. Decorative: the name stands beside it or in `People`. */
export function Avatar({ name, size = 22 }: { name: string; size?: 18 | 22 | 28 }) {
  return (
    <span className={css.face} style={{ width: size, height: size }} title={name} aria-hidden="true">
      {initials(name)}
    </span>
  )
}

/** Face and name; `note` is the quiet word behind it (a team). */
export function Person({ name, note }: { name: string; note?: string }) {
  return (
    <span className={css.person}>
      <Avatar name={name} />
      <span className={css.clip}>{name}</span>
      {note && <span className={css.note}>{note}</span>}
    </span>
  )
}

/**
 * A dashed circle where somebody should be. `duty` is a watch nobody keeps (red, with a question mark), `open` is work
 * nobody has taken yet (grey), `no_team` is work that cannot even be offered (amber).
 */
export function Nobody({ kind = 'open', team, note }: { kind?: 'open' | 'duty' | 'no_team'; team?: string; note?: string }) {
  const words = kind === 'duty' ? 'Nobody' : kind === 'no_team' ? 'no team yet' : team ? `${team}, nobody` : 'nobody'
  return (
    <span className={[css.person, css[kind]].join(' ')}>
      <span className={css.missing} aria-hidden="true">{kind === 'duty' ? '?' : ''}</span>
      <span className={css.clip}>{words}</span>
      {note && <span className={css.note}>{note}</span>}
    </span>
  )
}

/** Several faces in a row with their names read out: who is here now, who can restore it. */
export function Faces({ names, most = 4 }: { names: readonly string[]; most?: number }) {
  const shown = names.slice(0, most)
  return (
    <span className={css.faces} role="img" aria-label={names.join(', ')}>
      {shown.map((name) => <Avatar key={name} name={name} />)}
      {names.length > shown.length && <span className={css.note}>+{names.length - shown.length}</span>}
    </span>
  )
}
