/** All parts of the kit in all their states: the visual test. `?theme=dark`, `?part=table`; the time stands still. */

import { MantineProvider } from '@mantine/core'
import { Notifications } from '@mantine/notifications'
import { StrictMode, type ComponentType } from 'react'
import { createRoot } from 'react-dom/client'
import { freezeNow } from '../kit/now.ts'
import { KitProvider, type LiveState } from '../kit/viewer.tsx'
import { ConflictGallery, EmptyGallery, ErrorGallery, LoadingGallery } from './gallery/answers.tsx'
import { AlertsGallery } from './gallery/alerts.tsx'
import { BridgeGallery } from './gallery/bridge.tsx'
import { IncidentGallery } from './gallery/incident.tsx'
import { MapGallery } from './gallery/map.tsx'
import { PartsGallery } from './gallery/parts.tsx'
import { ServiceGallery } from './gallery/service.tsx'
import { HugeTableGallery, TableGallery } from './gallery/table.tsx'
import { colourSchemeManager, keelVariables, theme } from './theme/theme.ts'
import './theme/styles.ts'

const PARTS: Record<string, ComponentType> = {
  parts: PartsGallery,
  bridge: BridgeGallery,
  table: TableGallery,
  huge: HugeTableGallery,
  incident: IncidentGallery,
  alerts: AlertsGallery,
  service: ServiceGallery,
  map: MapGallery,
  empty: EmptyGallery,
  error: ErrorGallery,
  conflict: ConflictGallery,
  loading: LoadingGallery,
}

const asked = new URLSearchParams(location.search)
const part = asked.get('part') ?? 'parts'
const isDark = asked.get('theme') === 'dark'
const Part = PARTS[part] ?? PartsGallery
const live: LiveState = part === 'conflict' ? { state: 'offline', since: '2026-03-17T13:30:00Z', retryAt: '2026-03-17T13:32:08Z', retry: () => {} } : { state: 'live' }

// Tuesday 17 March 2026, 14:32 in Copenhagen: the minute at which the design stands still.
freezeNow('2026-03-17T13:32:00Z')

const ground = document.getElementById('root')
if (ground) {
  createRoot(ground).render(
    <StrictMode>
      <MantineProvider theme={theme} cssVariablesResolver={keelVariables} colorSchemeManager={colourSchemeManager} forceColorScheme={isDark ? 'dark' : 'light'}>
        <KitProvider zone="Europe/Copenhagen" live={live} navigate={(href) => history.pushState(null, '', href)} density={asked.get('density') === 'dense' ? 'dense' : 'standard'}>
          <Part />
          <Notifications position="bottom-right" />
        </KitProvider>
      </MantineProvider>
    </StrictMode>,
  )
}
