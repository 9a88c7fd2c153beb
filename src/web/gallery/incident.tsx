/** One incident: head, thread, composer, rail. */

import { Button } from '@mantine/core'
import { IconBell, IconChevronDown, IconEye, IconMessage, IconPlayerPause, IconTruck, IconUrgent } from '@tabler/icons-react'
import { useState } from 'react'
import { CountBars } from '../../kit/bars.tsx'
import { Clock } from '../../kit/clock.tsx'
import { Composer } from '../../kit/composer.tsx'
import { ViewTabs } from '../../kit/filter-chips.tsx'
import type { ThreadView } from '../../kit/fold.ts'
import { ImpactPath } from '../../kit/impact-path.tsx'
import { Page } from '../../kit/page.tsx'
import { Faces, Person } from '../../kit/person.tsx'
import { Priority } from '../../kit/priority.tsx'
import { Facts, Rail, Section } from '../../kit/section.tsx'
import { State } from '../../kit/state.tsx'
import { Tag } from '../../kit/tag.tsx'
import { Thread } from '../../kit/thread.tsx'
import type { ThreadEntry } from '../../kit/thread-entry.ts'
import { WhyBar } from '../../kit/why-bar.tsx'
import { Frame } from './frame.tsx'
import { clocks } from './sample.ts'

const at = (time: string) => `2026-03-17T${time}:00Z`

const entries: ThreadEntry[] = [
  { kind: 'system', id: '1', at: at('12:38'), tone: 'bad', icon: <IconBell />, text: <>19 alerts on <b>pg-core</b> and <b>booking-api</b>; the first of them opened this incident at 13:41</> },
  { kind: 'turn', id: '2', at: at('12:46'), who: 'Priya Raman', text: 'took it and became lead. First answer after 5 min of 15.' },
  { kind: 'turn', id: '3', at: at('12:52'), who: 'Mara Lindqvist', tone: 'bad', icon: <IconUrgent />, text: <>declared a <b>major</b>: 3 customers, booking confirmation is a vital function</> },
  { kind: 'said', id: '4', at: at('12:55'), who: 'Samuel Osei', visibility: 'public', told: 'told 412 users, 3 customers', body: 'Bookings can be entered but not confirmed since about 13:40. Nothing you enter is lost. Next news by 14:25.', foot: '3 of 3 customers confirmed reading' },
  ...Array.from({ length: 5 }, (_, n): ThreadEntry => ({ kind: 'system', id: `s${n}`, at: at(`12:5${6 + Math.floor(n / 2)}`), text: `field ${n} changed` })),
  { kind: 'system', id: '5', at: at('13:02'), icon: <IconTruck />, text: <>handed to <b>Kestrel Cloud</b> <span className="ek-id">KC-77120</span>: their clock runs 2 h, ours runs on</> },
  { kind: 'said', id: '6', at: at('13:11'), who: 'Priya Raman', visibility: 'internal', body: 'Pool was raised to 400 at 13:32, CHG-388. `pg-core` holds 96 % of its connections since. I want to go **back to 200**.', foot: 'Aiko Tanaka agrees' },
  { kind: 'system', id: '7', at: at('13:18'), icon: <IconPlayerPause />, text: <>clock paused: Terminal Ops asked to retest, <b>6 min</b></> },
  { kind: 'said', id: '8', at: at('13:24'), who: 'Terminal Ops', visibility: 'public', icon: <IconMessage />, told: 'Jelle Visser, customer', body: 'Still failing. 61 bookings wait for confirmation, two vessels close at 16:00.', foot: 'ended the pause' },
  { kind: 'turn', id: '9', at: at('13:24'), who: 'Priya Raman', isDecision: true, tone: 'info', text: <><b>decided:</b> back out CHG-388 now, do not wait for Kestrel. <span className="ek-3">Options: wait · scale up · back out</span></> },
  { kind: 'system', id: '10', at: at('13:31'), text: <><b>CHG-388</b> back-out 2 of 4 nodes done; connections fall to <b>71 %</b></> },
]

const refer = (number: string) => (number.startsWith('CHG') ? `/changes/${number}` : undefined)

export function IncidentGallery() {
  const [view, setView] = useState<ThreadView>('everything')
  const [said, setSaid] = useState<ThreadEntry[]>([])
  return (
    <Frame path="/incidents/INC-1042">
      <Page
        crumbs={[{ label: 'Incidents', href: '/incidents' }, { label: 'INC-1042' }]} form="fill" isHeadingOwn rail={<IncidentRail />}
        actions={<><Faces names={['Priya Raman', 'Samuel Osei', 'Aiko Tanaka']} /><span className="ek-small ek-3">3 here now</span><Button size="xs" leftSection={<IconEye />}>Watching</Button></>}
      >
        <div style={{ padding: '14px 24px 12px', borderBottom: '1px solid var(--ek-line)' }}>
          <div className="ek-row">
            <Priority value={1} /><Tag tone="solid">Major, 51 min</Tag><State kind="in_progress">In progress</State>
            <span className="ek-space" />
            <span className="ek-row ek-desk">
              <Button size="xs">Escalate</Button><Button size="xs" rightSection={<IconChevronDown />}>Pause</Button><Button size="xs" variant="filled">Resolve <kbd>R</kbd></Button>
            </span>
          </div>
          <h1 className="ek-title" style={{ marginTop: 6 }}>Bookings time out at confirmation</h1>
          <div className="ek-row ek-wrap" style={{ gap: '4px 14px', marginTop: 4 }}>
            <Clock facts={clocks.running} size="header" />
            <Clock facts={{ state: 'soon', asOf: at('13:32'), dueAt: at('13:51'), budgetSeconds: 1800, elapsedWorkingSeconds: 660 }} size="header" purpose="update" />
            <span className="ek-desk"><Clock facts={{ state: 'met', asOf: at('13:32'), dueAt: at('12:56'), budgetSeconds: 900, elapsedWorkingSeconds: 300 }} size="header" purpose="answer" /></span>
          </div>
        </div>
        <ViewTabs
          label="What to show" current={view} onChange={(id) => setView(id as ThreadView)} trail="oldest first, 5 system entries folded"
          tabs={[{ id: 'everything', label: 'Everything' }, { id: 'said', label: 'People said' }, { id: 'public', label: 'Public only' }, { id: 'decisions', label: 'Decisions', count: 1 }]}
        />
        <Thread entries={[...entries, ...said]} view={view} refer={refer} writing="Aiko Tanaka is writing an internal note" />
        <Composer
          draftKey="gallery" first="public" receivers={{ public: '412 users and 3 customers', internal: 'Platform and 4 watchers' }} publicCount={412}
          onSend={({ body, visibility }) => (body.includes('fail') ? Promise.reject(new Error('The server did not answer.')) : Promise.resolve(setSaid([...said, { kind: 'said', id: `mine ${said.length}`, at: at('13:32'), who: 'Mara Lindqvist', visibility, body, isMine: true }])))}
        />
      </Page>
    </Frame>
  )
}

function IncidentRail() {
  const counts = [0, 0, 0, 3, 9, 15, 20, 22, 22, 20, 21, 22, 20, 18, 19, 20, 22, 21, 20, 19, 20, 18, 19, 17, 18, 19, 20, 19, 18, 17, 18, 17, 16, 17, 18, 17, 16, 15, 16, 15, 14, 14, 12, 11, 10, 9, 9, 8, 7, 7, 7]
  return (
    <Rail>
      <Section title="Who is hurt, and why">
        <ImpactPath
          steps={[
            { id: '1', label: 'Freight Booking', note: 'gold · confirmation fails', trail: '412 users, 3 customers', kind: 'hurt', href: '/services/freight-booking' },
            { id: '2', label: 'booking-api', note: 'p95 9.4 s', kind: 'hurt' },
            { id: '3', label: 'pg-core', note: 'connections 71 %, was 96 %', kind: 'origin' },
          ]}
        />
      </Section>
      <Section title="Why due at 17:47" trail="4:00 agreed, 0:45 used">
        <WhyBar
          startedAt={at('12:41')} dueAt={at('16:47')} budgetSeconds={4 * 3600} pausedSeconds={360} calendar="24×7" agreement="SLA-12 v3" withoutPausesSeconds={51 * 60}
          segments={[
            { from: at('12:41'), to: at('13:02'), party: 'us', counts: true, reason: 'Platform worked', workingSeconds: 21 * 60 },
            { from: at('13:02'), to: at('13:18'), party: 'supplier', counts: true, reason: 'With Kestrel Cloud', workingSeconds: 16 * 60 },
            { from: at('13:18'), to: at('13:24'), party: 'customer', counts: false, reason: 'Paused, customer retests', workingSeconds: 6 * 60 },
            { from: at('13:24'), to: null, party: 'us', counts: true, reason: 'Platform works', workingSeconds: 8 * 60 },
          ]}
        />
      </Section>
      <Section title="Alerts" note="19 in 1 group, 7 still firing">
        <CountBars counts={counts} label="Alerts a minute since 13:35" width={312} tones={counts.map((_, n) => (n < 44 ? 'bad' : 'idle'))} tone="bad" />
      </Section>
      <Section title="People">
        <Facts facts={[['Lead', <Person key="l" name="Priya Raman" note="Platform" />], ['Seen like this', <><span className="ek-id ek-link">PRB-61</span> pool exhaustion, workaround known</>], ['Told', 'Henrik Dahl and 3 customers; all confirmed']]} />
      </Section>
    </Rail>
  )
}
