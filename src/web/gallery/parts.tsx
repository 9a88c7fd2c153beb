/** The small parts, each in every state. */

import { ActionIcon, Button, Checkbox, Menu, NumberInput, PasswordInput, SegmentedControl, Select, Switch, Tabs, Textarea, TextInput, Tooltip } from '@mantine/core'
import { IconDots, IconPlus } from '@tabler/icons-react'
import { Trim } from '../../kit/bars.tsx'
import { Clock } from '../../kit/clock.tsx'
import { KeyCaps } from '../../kit/key-hints.tsx'
import { Markdown } from '../../kit/markdown.tsx'
import { Page } from '../../kit/page.tsx'
import { Faces, Nobody, Person } from '../../kit/person.tsx'
import { Priority } from '../../kit/priority.tsx'
import { PageHead, Section } from '../../kit/section.tsx'
import { State, type StateKind } from '../../kit/state.tsx'
import { Tag, type TagTone } from '../../kit/tag.tsx'
import { Frame } from './frame.tsx'
import { clocks } from './sample.ts'

const STATES: StateKind[] = ['new', 'assigned', 'in_progress', 'waiting', 'supplier', 'resolved', 'closed', 'cancelled']
const TONES: TagTone[] = ['idle', 'bad', 'warn', 'good', 'info', 'accent', 'solid']
const MARKDOWN = 'Pool was raised, **CHG-388**. See https://example.org and `pg-core`.\n\n- one\n- two\n\n> quoted\n\n```\nselect 1\n```\n\n![tracker](https://evil.example/p.gif) <script>alert(1)</script>'

export function PartsGallery() {
  return (
    <Frame path="/bridge">
      <Page crumbs={[{ label: 'Gallery' }]}>
        <PageHead title="Every small part, in every state." note="Each is also seen in its place on the other pages of the gallery." />
        <Section title="Clock" note="row, header, rail, phone">
          {Object.entries(clocks).map(([name, facts]) => (
            <div key={name} style={{ display: 'grid', gridTemplateColumns: '110px 200px 300px 220px 140px', gap: 8, padding: '4px 0', borderBottom: '1px solid var(--ek-line)' }}>
              <span className="ek-3">{name}</span><Clock facts={facts} /><Clock facts={facts} size="header" /><Clock facts={facts} size="rail" /><Clock facts={facts} size="phone" />
            </div>
          ))}
        </Section>
        <Section title="Priority, state, people">
          <div className="ek-row ek-wrap" style={{ padding: '8px 0', gap: 16 }}>{([1, 2, 3, 4, 5, null] as const).map((value) => <Priority key={String(value)} value={value} />)}</div>
          <div className="ek-row ek-wrap" style={{ padding: '8px 0', gap: 16 }}>{STATES.map((kind) => <State key={kind} kind={kind}>{kind}</State>)}</div>
          <div className="ek-row ek-wrap" style={{ padding: '8px 0', gap: 16 }}><Person name="Priya Raman" note="Platform" /><Nobody /><Nobody team="Workplace" /><Nobody kind="no_team" /><Nobody kind="duty" note="Workplace" /><Faces names={['Priya Raman', 'Samuel Osei', 'Aiko Tanaka', 'Léa Moreau', 'Freja Holm']} /></div>
          <div className="ek-row ek-wrap" style={{ padding: '8px 0', gap: 8 }}>{TONES.map((tone) => <Tag key={tone} tone={tone}>{tone}</Tag>)}<KeyCaps keys="Ctrl+K" /><KeyCaps keys="G I" /><Trim left={44} right={41}>torn</Trim><Trim left={10} right={8}>balanced</Trim><Trim left={50} right={60} isKnown={false}>not known</Trim></div>
        </Section>
        <Section title="Buttons and fields">
          <div className="ek-row ek-wrap" style={{ padding: '10px 0' }}>
            <Button>Escalate</Button><Button variant="filled">Resolve <kbd>R</kbd></Button><Button variant="subtle">Columns</Button><Button size="xs" leftSection={<IconPlus />}>New incident</Button><Button size="md" variant="filled">Go on: who gets told</Button>
            <Tooltip label="1 of 3 has no team"><Button aria-disabled="true">Resolve</Button></Tooltip><Button variant="filled" data-danger>Delete</Button><Button loading>Wait</Button>
            <ActionIcon aria-label="More"><IconDots /></ActionIcon>
            <Menu opened={new URLSearchParams(location.search).has('menu')}><Menu.Target><Button>Pause</Button></Menu.Target><Menu.Dropdown><Menu.Label>Why</Menu.Label><Menu.Item rightSection={<kbd>1</kbd>}>Customer retests</Menu.Item><Menu.Item>Waits for a change</Menu.Item><Menu.Item disabled>With a supplier (no supplier)</Menu.Item></Menu.Dropdown></Menu>
            <SegmentedControl data={['Now', 'At 13:38', 'If it fails…']} />
          </div>
          <div style={{ display: 'grid', gridTemplateColumns: 'repeat(auto-fill, minmax(220px, 1fr))', gap: 16, maxWidth: 980 }}>
            <TextInput label="Name" description="As people say it" placeholder="Freight Booking" /><TextInput label="Name" error="A service of this name exists: SVC-12" defaultValue="Booking" />
            <Select label="Team" data={['Platform', 'Workplace']} placeholder="Choose" searchable /><PasswordInput label="Password" defaultValue="hidden" /><NumberInput label="Minutes" defaultValue={15} />
            <Textarea label="What happened" autosize minRows={2} /><TextInput label="Locked" disabled defaultValue="by the agreement" /><div><Checkbox label="Tell the customers" defaultChecked /><Switch mt={10} label="Follow the system" defaultChecked /></div>
          </div>
          <Tabs defaultValue="a" mt={16}><Tabs.List><Tabs.Tab value="a">Facts</Tabs.Tab><Tabs.Tab value="b">History</Tabs.Tab></Tabs.List></Tabs>
        </Section>
        <Section title="Markdown"><div style={{ maxWidth: 620, padding: '8px 0' }}><Markdown text={MARKDOWN} refer={(number) => `/changes/${number}`} /></div></Section>
      </Page>
    </Frame>
  )
}
