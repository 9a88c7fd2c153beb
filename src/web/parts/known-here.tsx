/** Known errors that fit what is being typed: the workaround before the incident is even recorded. */
import { Button } from '@mantine/core'
import { useDebouncedValue } from '@mantine/hooks'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import type { KnownError } from '../../client/problems.ts'
import { counted, listed } from '../../kit/format.ts'
import { Link } from '../../kit/link.tsx'
import { Markdown } from '../../kit/markdown.tsx'
import { client } from '../data/connection.ts'
import css from '../pages/problem.module.css'

/** As long as somebody types on, nothing is asked. */
const pauseMs = 250
/** Under so many letters every known error would fit. */
const leastLetters = 6
/** An address has room for so much; the beginning says what it is about. */
const mostText = 1500
const shown = 3

/** Nothing where nothing fits. `onApply` takes the one that the desk tries. */
export function KnownHere({ text, serviceId, applied, onApply }: { text: string; serviceId: string | null; applied: string | null; onApply: (known: KnownError) => void }) {
  const [asked] = useDebouncedValue(`${serviceId ?? ''}\n${text.trim().slice(0, mostText)}`, pauseMs)
  const [service = '', ...lines] = asked.split('\n')
  const words = lines.join('\n')
  const found = useQuery({
    queryKey: ['list', 'problems', 'known', service, words], enabled: words.length >= leastLetters || service !== '', placeholderData: keepPreviousData, retry: false,
    queryFn: ({ signal }) => client.knownErrors({ text: words, limit: shown, ...(service === '' ? {} : { serviceId: service }) }, signal),
  }).data ?? []
  return (
    <div role="status" aria-label="Known here">
      {found.length > 0 && (words.length >= leastLetters || service !== '') && (
        <section className={css.known} aria-label={counted(found.length, 'known error')}>
          <h2>Known here</h2>
          <ul>
            {found.map((k) => (
              <li key={k.id}>
                <p><Link href={`/problems/${k.number}`}>{k.title}</Link></p>
                {k.workaround !== null ? <Markdown text={k.workaround} /> : k.causeStatement !== null && <Markdown text={`Cause: ${k.causeStatement}`} />}
                <p className={css.knownWhy}>{whyWords(k)} {worthWords(k)}</p>
                <Button size="xs" disabled={applied === k.id} onClick={() => onApply(k)}>{applied === k.id ? 'Will be named on the incident' : 'Use this workaround'}</Button>
              </li>
            ))}
          </ul>
        </section>
      )}
    </div>
  )
}

const whyWords = ({ because }: KnownError): string => {
  const words = tellingOf(because.words)
  const reasons = [...(words.length > 0 ? [`shares ${listed(words.map((w) => `“${w}”`))}`] : []), ...(because.isSameService ? ['same service'] : []), ...(because.ciIds.length > 0 ? ['same item'] : [])]
  return reasons.length === 0 ? '' : `Fits: ${listed(reasons)}.`
}
/** Words of which the shown ones are chosen: what is compared are also pairs of neighbours, and those repeat each other. */
const tellingOf = (compared: readonly string[]): readonly string[] =>
  [...new Set(compared.flatMap((w) => w.split(' ')).filter((w) => w.length >= leastTelling))].slice(0, mostTelling)
/** Shorter ones are of, are, the. */
const leastTelling = 4
const mostTelling = 3

const worthWords = ({ uses }: KnownError): string => (uses.worked + uses.failed === 0 ? 'Not applied yet.' : `Helped ${uses.worked} of ${counted(uses.worked + uses.failed, 'time')}.`)
