/** Where the browser begins. */
import { MantineProvider } from '@mantine/core'
import { Notifications } from '@mantine/notifications'
import { QueryClientProvider } from '@tanstack/react-query'
import { RouterProvider } from '@tanstack/react-router'
import { StrictMode, type ReactNode } from 'react'
import { createRoot } from 'react-dom/client'
import { KitProvider } from '../kit/viewer.tsx'
import { useConnection } from './data/connection.ts'
import { useDensity } from './data/personal.ts'
import { queryClient, useMe } from './data/queries.ts'
import { goTo, router } from './router.tsx'
import { colourSchemeManager, keelVariables, theme } from './theme/theme.ts'
import './theme/styles.ts'

function Viewer({ children }: { children: ReactNode }) {
  const zone = useMe().data?.zone ?? undefined
  return <KitProvider zone={zone} density={useDensity()} live={useConnection()} navigate={goTo}>{children}</KitProvider>
}

const ground = document.getElementById('root')
if (ground) {
  createRoot(ground).render(
    <StrictMode>
      <MantineProvider theme={theme} cssVariablesResolver={keelVariables} colorSchemeManager={colourSchemeManager} defaultColorScheme="auto">
        <QueryClientProvider client={queryClient}>
          <Viewer>
            <RouterProvider router={router} />
            <Notifications position="bottom-right" autoClose={4000} />
          </Viewer>
        </QueryClientProvider>
      </MantineProvider>
    </StrictMode>,
  )
}
