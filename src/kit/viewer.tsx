/** What the parts must know about the person who looks: zone, density, how links are followed, whether data is live. */

import { createContext, useContext, useMemo, type MouseEvent, type ReactNode } from 'react'
import type { TimeFrame } from './format-time.ts'
import type { Instant } from './now.ts'
import { useNow } from './now.ts'
import { PatternDefs } from './patterns.tsx'

/** A personal setting: changes row height and gaps, never type below 11 px. */
export type Density = 'comfortable' | 'standard' | 'dense'

/** Whether what is on the screen follows the server: since when it does not. */
export type LiveState = { state: 'live' } | { state: 'connecting' } | { state: 'offline'; since: Instant; retryAt?: Instant; retry?: () => void }

/** See `KitProvider`. */
export interface Viewer {
  /** IANA name; the browser's own where it is not given. */
  zone?: string | undefined
  density: Density
  live: LiveState
  /** Follows a link inside the product, such as `/incidents/INC-1042`, without loading the page anew. */
  navigate: (href: string) => void
}

const ViewerContext = createContext<Viewer>({ density: 'standard', live: { state: 'live' }, navigate: (href) => window.location.assign(href) })

/** Stands once around the whole product; holds the patterns that bars and segments are filled with. */
export function KitProvider({ children, ...viewer }: Partial<Viewer> & { children: ReactNode }) {
  const { zone, density = 'standard', live = LIVE, navigate = assign } = viewer
  const value = useMemo(() => ({ zone, density, live, navigate }), [zone, density, live, navigate])
  return (
    <ViewerContext.Provider value={value}>
      <PatternDefs />
      {children}
    </ViewerContext.Provider>
  )
}

/** The settings of the person who looks. */
export function useViewer(): Viewer {
  return useContext(ViewerContext)
}

/** Now and the viewer's zone, for the functions of `format-time.ts`; ticks every `everySeconds`. */
export function useTimeFrame(everySeconds: 1 | 10 | 60 = 60): TimeFrame {
  const { zone } = useViewer()
  const now = useNow(everySeconds)
  return { now, zone }
}

/** A click handler for a real `<a href>`: a plain click stays in the product, any other (new tab) is the browser's. */
export function useFollow(href: string | undefined): ((event: MouseEvent) => void) | undefined {
  const { navigate } = useViewer()
  if (href === undefined || !href.startsWith('/')) return undefined
  return (event) => {
    if (event.defaultPrevented || event.button !== 0 || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return
    event.preventDefault()
    navigate(href)
  }
}

const LIVE: LiveState = { state: 'live' }

function assign(href: string): void {
  window.location.assign(href)
}
