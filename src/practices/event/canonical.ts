/** The form every way in turns its input into. Instants are milliseconds since 1970: this is the hot path of intake. */
import type { Labels } from './labels.ts'
import type { Severity } from './rules.ts'

export interface CanonicalEvent {
  /** What kind of source spoke: `alertmanager`, `webhook`. */
  readonly source: string
  readonly type: string
  /** What it is about: instance, host or key. */
  readonly subject: string
  readonly state: 'firing' | 'resolved'
  readonly occurredMs: number
  readonly startsMs: number
  /** When it ended (resolved), or null. */
  readonly endsMs: number | null
  /** A firing alert ends by itself at this instant unless it is heard again; null: only when the source says so. */
  readonly expiresMs: number | null
  readonly labels: Labels
  readonly annotations: Labels
  /** `annotations` as text, to compare repeats cheaply. */
  readonly annotationsText: string
  /** The sender's own word, which may be empty. */
  readonly severityWord: string
  /** Null: the word is unknown. */
  readonly severity: Severity | null
  readonly fingerprint: string
  readonly generatorURL: string
}
