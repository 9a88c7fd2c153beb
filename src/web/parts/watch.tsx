/** Watching a record: a switch in the top bar, and who else watches. */
import { Button } from '@mantine/core'
import { IconEye, IconEyeOff } from '@tabler/icons-react'
import { useKeys } from '../../kit/use-keys.tsx'
import { useAct, useBeside, useMe } from '../data/queries.ts'

interface WatchRow {
  readonly id: string
  readonly personId: string
}

/** Whether I watch, who does, and the switch of it. */
export interface Watching {
  readonly isMine: boolean
  readonly personIds: readonly string[]
  readonly toggle: () => void
  readonly isBusy: boolean
}

/** `W` switches it too. A token or an auditor cannot watch: then there is no switch. */
export function useWatching(plural: string, id: string, mayWatch: boolean): Watching {
  const me = useMe().data
  const act = useAct(plural)
  const watches = useBeside<WatchRow>(plural, id, 'watches').data?.items ?? []
  const isMine = watches.some((w) => w.personId === me?.id)
  const toggle = (): void => { if (!act.isPending) act.mutate({ id, verb: isMine ? 'unwatch' : 'watch' }) }
  useKeys('Watching', mayWatch ? [{ keys: 'W', label: isMine ? 'stop watching' : 'watch', run: toggle }] : [])
  return { isMine, personIds: watches.map((w) => w.personId), toggle, isBusy: act.isPending }
}

export function WatchButton({ watching }: { watching: Watching }) {
  return (
    <Button leftSection={watching.isMine ? <IconEyeOff aria-hidden="true" /> : <IconEye aria-hidden="true" />} onClick={watching.toggle} aria-pressed={watching.isMine}>
      {watching.isMine ? 'Stop watching' : 'Watch'}
    </Button>
  )
}
