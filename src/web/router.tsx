/** The addresses of all pages; each page is loaded when it is first opened. */
import { createRootRoute, createRoute, createRouter, lazyRouteComponent, Outlet, redirect } from '@tanstack/react-router'
import { Fault } from './parts/fault.tsx'
import { Shell } from './shell/shell.tsx'
import { Missing } from './pages/missing.tsx'

/** Filters and choices in the address, as text. */
export type Search = Readonly<Record<string, string>>
const readSearch = (raw: Record<string, unknown>): Search =>
  Object.fromEntries(Object.entries(raw).filter(([, v]) => v !== undefined && v !== null && v !== '').map(([k, v]) => [k, typeof v === 'object' ? JSON.stringify(v) : String(v)]))

const root = createRootRoute({ component: Outlet, notFoundComponent: Missing, errorComponent: ({ error, reset }) => <div style={{ padding: 48 }}><Fault error={error} retry={reset} /></div> })
const outside = { getParentRoute: () => root, validateSearch: readSearch }
const signIn = createRoute({ ...outside, path: '/sign-in', component: lazyRouteComponent(() => import('./pages/sign-in.tsx'), 'SignIn') })
const setUp = createRoute({ ...outside, path: '/setup', component: lazyRouteComponent(() => import('./pages/set-up.tsx'), 'SetUp') })

const shell = createRoute({ getParentRoute: () => root, id: 'shell', component: Shell })
const inside = { getParentRoute: () => shell, validateSearch: readSearch }
const home = createRoute({ ...inside, path: '/', beforeLoad: () => { throw redirect({ to: '/bridge' }) } })
const pages = [
  createRoute({ ...inside, path: '/bridge', component: lazyRouteComponent(() => import('./pages/bridge.tsx'), 'Bridge') }),
  createRoute({ ...inside, path: '/incidents', component: lazyRouteComponent(() => import('./pages/incidents.tsx'), 'Incidents') }),
  createRoute({ ...inside, path: '/incidents/new', component: lazyRouteComponent(() => import('./pages/new-incident.tsx'), 'NewIncident') }),
  createRoute({ ...inside, path: '/incidents/$id', component: lazyRouteComponent(() => import('./pages/incident.tsx'), 'Incident') }),
  createRoute({ ...inside, path: '/changes', component: lazyRouteComponent(() => import('./pages/changes.tsx'), 'Changes') }),
  createRoute({ ...inside, path: '/changes/new', component: lazyRouteComponent(() => import('./pages/change-new.tsx'), 'NewChange') }),
  createRoute({ ...inside, path: '/changes/ask', component: lazyRouteComponent(() => import('./pages/change-ask.tsx'), 'AskFreeze') }),
  createRoute({ ...inside, path: '/cab', component: lazyRouteComponent(() => import('./pages/cab.tsx'), 'Cab') }),
  createRoute({ ...inside, path: '/changes/$id', component: lazyRouteComponent(() => import('./pages/change.tsx'), 'Change') }),
  createRoute({ ...inside, path: '/calendar', component: lazyRouteComponent(() => import('./pages/calendar.tsx'), 'Calendar') }),
  createRoute({ ...inside, path: '/alerts', component: lazyRouteComponent(() => import('./pages/alerts.tsx'), 'Alerts') }),
  createRoute({ ...inside, path: '/services', component: lazyRouteComponent(() => import('./pages/services.tsx'), 'Services') }),
  createRoute({ ...inside, path: '/services/$id', component: lazyRouteComponent(() => import('./pages/service.tsx'), 'Service') }),
  createRoute({ ...inside, path: '/imports', component: lazyRouteComponent(() => import('./pages/imports.tsx'), 'Imports') }),
  createRoute({ ...inside, path: '/imports/new', component: lazyRouteComponent(() => import('./pages/imports-new.tsx'), 'NewImport') }),
  createRoute({ ...inside, path: '/imports/$id', component: lazyRouteComponent(() => import('./pages/imports-one.tsx'), 'ImportPage') }),
  createRoute({ ...inside, path: '/records/imports', component: lazyRouteComponent(() => import('./pages/imports.tsx'), 'Imports') }),
  createRoute({ ...inside, path: '/records/imports/new', component: lazyRouteComponent(() => import('./pages/imports-new.tsx'), 'NewImport') }),
  createRoute({ ...inside, path: '/records/imports/$id', component: lazyRouteComponent(() => import('./pages/imports-one.tsx'), 'ImportPage') }),
  createRoute({ ...inside, path: '/problems', component: lazyRouteComponent(() => import('./pages/problems.tsx'), 'Problems') }),
  createRoute({ ...inside, path: '/problems/$id', component: lazyRouteComponent(() => import('./pages/problem.tsx'), 'ProblemPage') }),
  createRoute({ ...inside, path: '/clusters', component: lazyRouteComponent(() => import('./pages/clusters.tsx'), 'Clusters') }),
  createRoute({ ...inside, path: '/clusters/$id', component: lazyRouteComponent(() => import('./pages/clusters-one.tsx'), 'ClusterView') }),
  createRoute({ ...inside, path: '/process', component: lazyRouteComponent(() => import('./pages/process.tsx'), 'Process') }),
  createRoute({ ...inside, path: '/map', component: lazyRouteComponent(() => import('./pages/map.tsx'), 'ServiceMap') }),
  createRoute({ ...inside, path: '/graph', component: lazyRouteComponent(() => import('./pages/graph.tsx'), 'Graph') }),
  createRoute({ ...inside, path: '/graph/tonight', component: lazyRouteComponent(() => import('./pages/graph-tonight.tsx'), 'Tonight') }),
  createRoute({ ...inside, path: '/graph/orphans', component: lazyRouteComponent(() => import('./pages/graph-orphans.tsx'), 'Orphans') }),
  createRoute({ ...inside, path: '/measures', component: lazyRouteComponent(() => import('./pages/measures.tsx'), 'Measures') }),
  createRoute({ ...inside, path: '/measures/$id', component: lazyRouteComponent(() => import('./pages/measures-one.tsx'), 'MeasurePage') }),
  createRoute({ ...inside, path: '/explore', component: lazyRouteComponent(() => import('./pages/explore.tsx'), 'Explore') }),
  createRoute({ ...inside, path: '/reports', component: lazyRouteComponent(() => import('./pages/reports.tsx'), 'Reports') }),
  createRoute({ ...inside, path: '/reports/$org/$month', component: lazyRouteComponent(() => import('./pages/report.tsx'), 'ReportPage') }),
  createRoute({ ...inside, path: '/settings', component: lazyRouteComponent(() => import('./pages/settings.tsx'), 'Settings') }),
  createRoute({ ...inside, path: '/settings/tokens', component: lazyRouteComponent(() => import('./pages/tokens.tsx'), 'Tokens') }),
  createRoute({ ...inside, path: '/settings/audit', component: lazyRouteComponent(() => import('./pages/audit.tsx'), 'Audit') }),
  createRoute({ ...inside, path: '/settings/ways-in', component: lazyRouteComponent(() => import('./pages/ways-in.tsx'), 'WaysIn') }),
  createRoute({ ...inside, path: '/records/integrations', component: lazyRouteComponent(() => import('./pages/integrations.tsx'), 'Integrations') }),
  createRoute({ ...inside, path: '/records/integrations/new', component: lazyRouteComponent(() => import('./pages/ways-in.tsx'), 'WaysIn') }),
  createRoute({ ...inside, path: '/records/deliveries', component: lazyRouteComponent(() => import('./pages/deliveries.tsx'), 'DeliveriesPage') }),
  createRoute({ ...inside, path: '/records/cis/new', component: lazyRouteComponent(() => import('./pages/ci-new.tsx'), 'NewCi') }),
  createRoute({ ...inside, path: '/records/cis/$id', component: lazyRouteComponent(() => import('./pages/ci.tsx'), 'Ci') }),
  createRoute({ ...inside, path: '/records/$plural', component: lazyRouteComponent(() => import('./pages/record-list.tsx'), 'RecordList') }),
  createRoute({ ...inside, path: '/records/$plural/new', component: lazyRouteComponent(() => import('./pages/record-new.tsx'), 'RecordNew') }),
  createRoute({ ...inside, path: '/records/$plural/$id', component: lazyRouteComponent(() => import('./pages/record-page.tsx'), 'RecordPage') }),
]

export const router = createRouter({
  routeTree: root.addChildren([signIn, setUp, shell.addChildren([home, ...pages])]),
  defaultPreload: 'intent', scrollRestoration: true,
  // A page may be opened with the address alone: text stays text, `?q=007` is not the number 7.
  parseSearch: (text) => Object.fromEntries(new URLSearchParams(text)),
  stringifySearch: (search) => {
    const text = new URLSearchParams(Object.entries(search).filter(([, v]) => v !== undefined && v !== '').map(([k, v]) => [k, String(v)])).toString()
    return text === '' ? '' : `?${text}`
  },
  defaultNotFoundComponent: Missing,
})

/** Goes to an address inside the product. */
export const goTo = (href: string): void => router.history.push(href)
