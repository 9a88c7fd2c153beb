/** The verbs of the record at hand: buttons with their keys, greyed with the reason, the same in the palette. */
import { Button, Menu, Tooltip } from '@mantine/core'
import { IconChevronDown } from '@tabler/icons-react'
import { useCallback, useMemo, useState, type ReactNode } from 'react'
import type { AnyRow, Opened, RecordSketch, VerbOffer, VerbSketch } from '../../client/shapes.ts'
import { ApiProblem } from '../../client/problem.ts'
import { inReadersZone } from '../../kit/format-time.ts'
import { KeyCaps } from '../../kit/key-hints.tsx'
import { useKeys } from '../../kit/use-keys.tsx'
import { useTimeFrame } from '../../kit/viewer.tsx'
import { useAct } from '../data/queries.ts'
import { asked, needsForm, VerbDialog } from '../forms/verb-dialog.tsx'
import { usePaletteVerbs } from '../shell/palette-state.ts'
import { FaultLine } from './fault.tsx'

/** How the page's verbs are done; `fault` is the last refusal, to be shown under the head. */
export interface Doing {
  readonly start: (name: string) => void
  readonly dialog: ReactNode
  readonly fault: ReactNode
  readonly isBusy: boolean
  /** What the page draws, whether possible now or not. */
  readonly offers: readonly VerbOffer[]
}

/** Verbs that a part of the page does better than a button: the composer, the watch switch. */
const elsewhere = new Set(['update', 'comment', 'note', 'attach', 'link', 'unlink', 'unwatch'])

/** `also` names quiet verbs that this page draws all the same. */
export const drawn = (sketch: RecordSketch, offers: readonly VerbOffer[] | undefined, also: readonly string[] = []): readonly VerbOffer[] =>
  (offers ?? []).filter((o) => also.includes(o.name) || (!elsewhere.has(o.name) && sketch.verbs.find((v) => v.name === o.name)?.quiet !== true))

/** `notice` is what the form of a verb says first. */
export function useDoing(sketch: RecordSketch, row: Opened<AnyRow>, also: readonly string[] = [], notice?: (verb: string) => ReactNode): Doing {
  const act = useAct(sketch.plural)
  const [open, setOpen] = useState<VerbSketch | null>(null)
  const { mutateAsync, mutate } = act
  const run = useCallback((verb: VerbSketch, input: Readonly<Record<string, unknown>>) =>
    mutateAsync({ id: row.id, verb: verb.name, input, version: row.version }), [mutateAsync, row.id, row.version])
  const start = useCallback((name: string): void => {
    const verb = sketch.verbs.find((v) => v.name === name)
    if (!verb) return
    if (needsForm(sketch, verb)) setOpen(verb)
    // Refused for want of something that its form asks: then the form, with the refusal over it.
    else mutate({ id: row.id, verb: name, version: row.version }, { onError: (why) => { if (why instanceof ApiProblem && ['reason', ...asked(sketch, verb).map((f) => f.name)].some((at) => why.about(at) !== null)) setOpen(verb) } })
  }, [sketch, mutate, row.id, row.version])

  const offers = drawn(sketch, row.verbs, also)
  useKeys(`On this ${sketch.one.toLowerCase()}`, offers.flatMap((o) => (o.key === null ? [] : [{
    keys: o.key.toUpperCase(), label: o.label.toLowerCase(), run: () => start(o.name), ...(o.why === null ? {} : { refusedBecause: o.why }),
  }])))
  usePaletteVerbs(useMemo(() => offers.filter((o) => o.allowed).map((o) => ({ label: o.label, hint: row.number, keys: o.key?.toUpperCase() ?? null, run: () => start(o.name) })),
    // The offers change only with the row's version.
    [row.id, row.version, start]))
  return {
    start, isBusy: act.isPending, offers,
    fault: open === null && act.error ? <FaultLine error={act.error} /> : null,
    dialog: open && <VerbDialog sketch={sketch} verb={open} row={row} what={row.number} notice={notice?.(open.name) ?? (act.error && !needsForm(sketch, open) ? <FaultLine error={act.error} /> : undefined)} onDo={(input) => run(open, input)} onClose={() => { setOpen(null); act.reset() }} />,
  }
}

/** Verbs that lead back or out: never the filled button, also where no other is left. */
const waysBack = new Set(['rework', 'reopen', 'giveUp', 'backOut', 'pause', 'cancel'])
/** So many impossible ones stand in the menu by themselves; of more it says how many, and opens them. */
const MOST_REFUSED = 2

/** `first` are shown as buttons, the last of them filled unless it leads back; `lead` is the page's own filled button, and the only one then. The rest waits in a menu. */
export function VerbBar({ sketch, doing, first, more, lead }: { sketch: RecordSketch; row?: unknown; doing: Doing; first: readonly string[]; more?: ReactNode; lead?: ReactNode }) {
  const { offers } = doing
  const [isUnfolded, setUnfolded] = useState(false)
  const frame = useTimeFrame(60)
  const whyNot = (o: VerbOffer): string => (o.why === null ? '' : inReadersZone(o.why, frame))
  const shown = first.flatMap((name) => offers.filter((o) => o.name === name && o.allowed)).slice(0, 3)
  const rest = offers.filter((o) => !shown.includes(o))
  const refused = rest.filter((o) => !o.allowed)
  const isFolded = refused.length > MOST_REFUSED
  const line = (o: VerbOffer): ReactNode => (
    <Tooltip key={o.name} label={whyNot(o)} disabled={o.why === null} position="left">
      <Menu.Item disabled={!o.allowed} onClick={() => o.allowed && doing.start(o.name)} rightSection={o.key ? <KeyCaps keys={o.key.toUpperCase()} /> : null}>
        {o.label}{o.why !== null && <span className="ek-hidden">, not possible: {whyNot(o)}</span>}
      </Menu.Item>
    </Tooltip>
  )
  return (
    <div className="ek-row ek-wrap" role="toolbar" aria-label={`What can be done with this ${sketch.one.toLowerCase()}`}>
      {(rest.length > 0 || more) && (
        <Menu position="bottom-end" onClose={() => setUnfolded(false)}>
          <Menu.Target><Button variant="subtle" rightSection={<IconChevronDown aria-hidden="true" />}>More</Button></Menu.Target>
          <Menu.Dropdown>
            {more}
            {rest.filter((o) => !isFolded || o.allowed).map(line)}
            {isFolded && <Menu.Item closeMenuOnClick={false} aria-expanded={isUnfolded} onClick={() => setUnfolded(!isUnfolded)} rightSection={<IconChevronDown aria-hidden="true" />}>Not possible now ({refused.length})</Menu.Item>}
            {isFolded && isUnfolded && refused.map(line)}
          </Menu.Dropdown>
        </Menu>
      )}
      {shown.map((o, i) => (
        <Button key={o.name} onClick={() => doing.start(o.name)} {...(i === shown.length - 1 && lead === undefined && !waysBack.has(o.name) ? { variant: 'filled' } : {})} disabled={doing.isBusy}>
          {o.label}{o.key && <span className="ek-desk"><KeyCaps keys={o.key.toUpperCase()} /></span>}
        </Button>
      ))}
      {lead}
    </div>
  )
}
