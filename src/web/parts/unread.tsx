/** Over a page that is there but for a part: what could not be read, why, and another try. */
import { Button } from '@mantine/core'
import { sentenceOf } from '../../client/problem.ts'
import { Strip } from '../../kit/section.tsx'

/** See `Unread`. */
export interface UnreadProps {
  /** What is not known for it, in a sentence. */
  readonly what: string
  /** Nothing is drawn where there is none. */
  readonly error: unknown
  readonly retry: () => void
}

/** An unknown is told as unknown: without this, what failed to come would look like nothing being there. */
export function Unread({ what, error, retry }: UnreadProps) {
  if (error === null || error === undefined) return null
  return <div role="alert"><Strip tone="warn" trail={<Button size="xs" onClick={retry}>Try again</Button>}><b>{what}</b> {sentenceOf(error)}</Strip></div>
}
