/** Words that must occur in the rows of a list. */
import { TextInput } from '@mantine/core'
import { IconSearch } from '@tabler/icons-react'
import { useState, type RefObject } from 'react'

/** Asks with Enter or when it is left. Give it `words` as its `key`, so that another address shows its own. */
export function FindField({ field, words, onFind }: { field: RefObject<HTMLInputElement | null>; words: string; onFind: (words: string) => void }) {
  const [typed, setTyped] = useState(words)
  const ask = (): void => { if (typed.trim() !== words) onFind(typed.trim()) }
  return (
    <form role="search" onSubmit={(e) => { e.preventDefault(); ask() }}>
      <TextInput
        ref={field} size="xs" aria-label="Find in these" placeholder="Find in these  /" leftSection={<IconSearch aria-hidden="true" />} value={typed}
        onChange={(e) => setTyped(e.currentTarget.value)} onBlur={ask} style={{ width: 170 }} styles={{ input: { height: 28, minHeight: 28 } }}
      />
    </form>
  )
}
