/** The shell as the gallery shows it: the navigation of the design around a part. */

import {
  IconBell, IconCalendarUser, IconChartDots, IconGavel, IconGitPullRequest, IconInbox, IconLayoutBoard, IconScale,
  IconSettings, IconStack2, IconTopologyStar3, IconTrendingUp, IconUrgent, IconZoomQuestion,
} from '@tabler/icons-react'
import { ActionIcon } from '@mantine/core'
import type { ReactNode } from 'react'
import { Trim } from '../../kit/bars.tsx'
import { AppShell, type NavGroup } from '../../kit/shell.tsx'
import { KeyHelp } from '../../kit/use-keys.tsx'

const NAV: NavGroup[] = [
  {
    label: 'Now',
    items: [
      { href: '/bridge', label: 'Bridge', icon: IconLayoutBoard, isOnPhone: true },
      { href: '/incidents', label: 'Incidents', icon: IconUrgent, count: 15, isHot: true, isOnPhone: true },
      { href: '/alerts', label: 'Alerts', icon: IconBell, count: 31, isOnPhone: true },
      { href: '/on-call', label: 'On-call', icon: IconCalendarUser, isOnPhone: true },
    ],
  },
  {
    label: 'Plan',
    items: [
      { href: '/changes', label: 'Changes', icon: IconGitPullRequest, count: 6 },
      { href: '/problems', label: 'Problems', icon: IconZoomQuestion },
      { href: '/requests', label: 'Requests', icon: IconInbox },
    ],
  },
  {
    label: 'Know',
    items: [
      { href: '/services', label: 'Services', icon: IconStack2 },
      { href: '/map', label: 'Service map', icon: IconTopologyStar3 },
      { href: '/measures', label: 'Measures', icon: IconChartDots },
    ],
  },
  {
    label: 'Steer',
    items: [
      { href: '/balance', label: 'Balance', icon: IconScale, isOnPhone: true, mark: <Trim left={44} right={41} /> },
      { href: '/improve', label: 'Improve', icon: IconTrendingUp },
      { href: '/decisions', label: 'Decisions', icon: IconGavel },
    ],
  },
]

/** `path` marks the entry of the navigation. */
export function Frame({ path, children }: { path: string; children: ReactNode }) {
  return (
    <AppShell
      organization="Nordhavn Freight IT" nav={NAV} path={path} onFind={() => {}}
      person={{ name: 'Mara Lindqvist', note: 'Shift lead · Bridge', menu: <ActionIcon aria-label="Settings"><IconSettings /></ActionIcon> }}
    >
      {children}
      <KeyHelp />
    </AppShell>
  )
}

