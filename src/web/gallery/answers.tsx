/** Empty, error, conflict, loading. */

import { Button } from '@mantine/core'
import { IconGitMerge, IconUpload } from '@tabler/icons-react'
import { DiffChooser } from '../../kit/diff-chooser.tsx'
import { KeyCaps } from '../../kit/key-hints.tsx'
import { Page } from '../../kit/page.tsx'
import { Priority } from '../../kit/priority.tsx'
import { Line, Section } from '../../kit/section.tsx'
import { State } from '../../kit/state.tsx'
import { EmptyState, ErrorState, LoadingRows } from '../../kit/states.tsx'
import { Frame } from './frame.tsx'

export function EmptyGallery() {
  return (
    <Frame path="/problems">
      <Page crumbs={[{ label: 'Problems' }]}>
        <EmptyState
          title="No problems yet. Three incidents keep coming back."
          why="An incident is over when people can work again. A problem is over when it cannot happen again. Open one where the same incident returns, and the next person finds the cause and the workaround."
          foot={<><span><IconUpload /> <a className="ek-link" href="/import">Import known errors</a> from a file</span><span className="ek-space" /><span><KeyCaps keys="C" /> new problem</span></>}
        >
          <Section title="Good first candidates" note="found in the last 90 days">
            {['Orbis queue stuck after 02:00 job', 'Handhelds restart in hall B', 'Connections of pg-core run out'].map((words) => <Line key={words} trail={<Button size="xs">Open a problem</Button>}><b style={{ fontWeight: 500 }}>{words}</b></Line>)}
          </Section>
        </EmptyState>
      </Page>
    </Frame>
  )
}

export function ErrorGallery() {
  return (
    <Frame path="/incidents">
      <Page crumbs={[{ label: 'Incidents' }]}>
        <ErrorState title="The list did not arrive" detail="Nothing was changed. The server answered, but not in time; the last list is from 14:30." code="504 upstream_timeout · request 01JQ-7F3A" onRetry={() => {}} />
      </Page>
    </Frame>
  )
}

export function ConflictGallery() {
  return (
    <Frame path="/incidents">
      <Page crumbs={[{ label: 'Incidents', href: '/incidents' }, { label: 'INC-1039' }]}>
        <ErrorState icon={<IconGitMerge />} title="Tomasz changed this while you wrote" detail="Tomasz saved at 14:31, you at 14:32. Nothing is lost. Choose line by line what shall hold, then save again." code="409 version_conflict · record INC-1039, version 17, you had 16 · request 01JQ-7F3A">
          <DiffChooser
            who="Tomasz Zielinski" onSave={() => {}} onKeepTheirs={() => {}}
            lines={[
              { field: 'state', label: 'State', theirs: <State kind="supplier">With Baltwave Carrier</State>, mine: <State kind="in_progress">In progress</State> },
              { field: 'priority', label: 'Priority', theirs: <Priority value={2} />, mine: <><Priority value={3} /> by you: only gate 4, others work</> },
              { field: 'note', label: 'Note', theirs: null, mine: '“Replaced antenna on ap-gate4-2, drop rate 20 % to 6 %.”' },
            ]}
          />
        </ErrorState>
      </Page>
    </Frame>
  )
}

export function LoadingGallery() {
  return (
    <Frame path="/incidents">
      <Page crumbs={[{ label: 'Incidents' }]} form="fill"><LoadingRows rows={14} /></Page>
    </Frame>
  )
}
