/** The pages of the menu, in its order, and which of them a role sees. */
import { IconAffiliate, IconBell, IconCalendar, IconChartDots, IconCircles, IconCompass, IconGitPullRequest, IconLayoutDashboard, IconRepeat, IconReport, IconRoute, IconSettings, IconSitemap, IconStack2, IconUrgent } from '@tabler/icons-react'
import { clients, type Role } from '../../model/actor.ts'
import type { NavItem } from '../../kit/shell.tsx'

export interface Place extends NavItem {
  readonly group: 'Now' | 'Plan' | 'Know'
  /** Counted in the menu: the open ones of this list, or the changes that wait for the viewer's answer. */
  readonly counts?: 'incidents' | 'alerts' | 'toDecide'
  /** Not for users and customers. */
  readonly staffOnly?: boolean
  /** A role that has nothing to read there. */
  readonly hidesFrom?: Role
}

export const places: readonly Place[] = [
  { href: '/bridge', label: 'Bridge', icon: IconLayoutDashboard, group: 'Now', staffOnly: true, isOnPhone: true },
  { href: '/incidents', label: 'Incidents', icon: IconUrgent, group: 'Now', counts: 'incidents', isOnPhone: true },
  { href: '/alerts', label: 'Alerts', icon: IconBell, group: 'Now', counts: 'alerts', staffOnly: true, isOnPhone: true },
  { href: '/problems', label: 'Problems', icon: IconRepeat, group: 'Plan', staffOnly: true },
  { href: '/clusters', label: 'Clusters', icon: IconCircles, group: 'Plan', staffOnly: true },
  { href: '/changes', label: 'Changes', icon: IconGitPullRequest, group: 'Plan', counts: 'toDecide' },
  { href: '/calendar', label: 'Change calendar', icon: IconCalendar, group: 'Plan', staffOnly: true },
  { href: '/services', label: 'Services', icon: IconStack2, group: 'Know', isOnPhone: true },
  { href: '/map', label: 'Service map', icon: IconSitemap, group: 'Know', staffOnly: true },
  { href: '/graph', label: 'Configuration', icon: IconAffiliate, group: 'Know', staffOnly: true },
  { href: '/process', label: 'Process', icon: IconRoute, group: 'Know', staffOnly: true },
  { href: '/measures', label: 'Measures', icon: IconChartDots, group: 'Know' },
  { href: '/explore', label: 'Explore', icon: IconCompass, group: 'Know', staffOnly: true },
  { href: '/reports', label: 'Service reports', icon: IconReport, group: 'Know', hidesFrom: 'requester' },
  { href: '/settings', label: 'Settings', icon: IconSettings, group: 'Know' },
]

export const placesOf = (role: Role): readonly Place[] => places.filter((p) => p.hidesFrom !== role && !(p.staffOnly && clients.includes(role)))
