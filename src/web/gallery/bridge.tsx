/** The bridge: sentence, strip, short lists, rail. */

import { Button } from '@mantine/core'
import { IconAlertTriangle, IconArrowsExchange, IconCheck, IconPlus } from '@tabler/icons-react'
import { Clock } from '../../kit/clock.tsx'
import { Page } from '../../kit/page.tsx'
import { Nobody, Person } from '../../kit/person.tsx'
import { Priority } from '../../kit/priority.tsx'
import { Line, PageHead, Rail, Section, Strip } from '../../kit/section.tsx'
import { Tag } from '../../kit/tag.tsx'
import { Time } from '../../kit/time.tsx'
import { Frame } from './frame.tsx'
import { clocks, incidents, type SampleIncident } from './sample.ts'

export function BridgeGallery() {
  return (
    <Frame path="/bridge">
      <Page crumbs={[{ label: 'Bridge' }]} rail={<BridgeRail />} railLabel="Today and on call" actions={<><Button size="xs" leftSection={<IconArrowsExchange />}>Hand over shift</Button><Button size="xs" variant="filled" leftSection={<IconPlus />}>New incident <kbd>C</kbd></Button></>}>
        <PageHead title="One major. One promise is broken, two run out within the hour." note="You hold the day shift until 16:00. Accepted from Samuel Osei at 07:02." />
        <Strip trail={<><Clock facts={clocks.running} size="header" /><Clock facts={{ ...clocks.soon, dueAt: '2026-03-17T13:51:00Z', budgetSeconds: 1800, elapsedWorkingSeconds: 660 }} size="header" purpose="update" /></>}>
          <div className="ek-row"><Tag tone="solid">Major</Tag><span className="ek-id">INC-1042</span><b className="ek-head">Bookings time out at confirmation</b></div>
          <span className="ek-small ek-2">Freight Booking is failing for 3 customers, 412 users. Lead Priya Raman, scribe Samuel Osei. <a className="ek-link" href="/room">Join room</a></span>
        </Strip>
        <Section title="Runs out next" note="by working time left; paused ones last" trail={<a className="ek-link" href="/incidents">All 15 open</a>}>
          {incidents.slice(1, 7).map((row) => <Row key={row.number} row={row} trail={<Clock facts={row.clock} />} />)}
        </Section>
        <Section title="Nobody has it yet" note="5, oldest waits 26 min">
          {incidents.slice(10, 12).map((row) => <Row key={row.number} row={row} trail={<Clock facts={row.clock} wording="in" purpose="answer" />} />)}
        </Section>
        <Section title="Alerts that need a look" note="3 groups, 31 alerts; 118 held back with a reason">
          <Line lead={<IconAlertTriangle className="ek-bad" />} trail={<>last <Time at="2026-03-17T13:31:52Z" form="event" /></>}><b className="ek-strong">pg-core and booking-api: full, slow</b> <span className="ek-small ek-3">· opened INC-1042</span></Line>
          <Line isFocus lead={<IconAlertTriangle className="ek-warn" />} trail={<Button size="xs">Take it <kbd>T</kbd></Button>}><b className="ek-strong">vol-archive-02 fills in about 9 h</b> <span className="ek-small ek-3">· nobody has it yet</span></Line>
        </Section>
      </Page>
    </Frame>
  )
}

function Row({ row, trail }: { row: SampleIncident; trail: React.ReactNode }) {
  return (
    <Line lead={<span className="ek-row"><Priority value={row.priority} /><span className="ek-id ek-desk" style={{ marginLeft: 10 }}>{row.number}</span></span>} trail={trail}>
      <b style={{ fontWeight: 500 }}>{row.subject}</b> <span className="ek-small ek-3">· {row.service}</span>
    </Line>
  )
}

function BridgeRail() {
  return (
    <Rail>
      <Section title="Left by the night shift" trail={<span className="ek-good"><IconCheck /> accepted 07:02</span>}>
        <Line lead="risk">Archive volume grows 3 times its usual pace since Sunday. Ring Storage if above 85 %.</Line>
        <Line lead="watch">Orbis Gateway works off a queue; customs desk was told at 06:40.</Line>
      </Section>
      <Section title="Today" note="6 changes, 2 windows">
        <Line lead="13:20" below={<span className="ek-bad">done 13:32, suspect in INC-1042</span>}><span className="ek-id">CHG-388</span> Raise pool on pg-core to 400</Line>
        <Line lead="15:30" below={<span className="ek-warn">meets INC-1039 on the same gate. Decide by 15:00</span>}><span className="ek-id">CHG-390</span> Gate firmware 4.2, lane 1 only</Line>
      </Section>
      <Section title="On call now">
        <Line trail="until Mon"><Person name="Priya Raman" note="Platform" /></Line>
        <Line trail="until 20:00"><Person name="Tomasz Zielinski" note="Network" /></Line>
        <Line trail={<a className="ek-link" href="/on-call">Fill 18:00 to 20:00</a>}><Nobody kind="duty" note="Workplace" /></Line>
      </Section>
    </Rail>
  )
}
