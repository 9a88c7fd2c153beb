/** Everything that is set up once: who works here, what was promised, what may come in, who may do what. */
import type { ReactNode } from 'react'
import { managers } from '../../model/actor.ts'
import { Link } from '../../kit/link.tsx'
import { Page } from '../../kit/page.tsx'
import { PageHead, Section } from '../../kit/section.tsx'
import { listAddress } from '../data/address.ts'
import { useDescription, useMe } from '../data/queries.ts'
import css from '../parts/parts.module.css'

const groups = [
  { title: 'Who works here', records: ['people', 'teams', 'organizations', 'sites'] },
  { title: 'What you promised', records: ['services', 'agreements', 'calendars'] },
  { title: 'What happened', records: ['outages', 'imports'] },
  { title: 'What you look at', records: ['views', 'dashboards', 'custom-measures', 'reports'] },
  { title: 'What comes in, what goes out', records: ['integrations', 'silences', 'subscriptions', 'deliveries'] },
] as const
const handled = new Set<string>([...groups.flatMap((g) => g.records), 'incidents', 'alerts'])

export function Settings() {
  const records = useDescription().data?.records ?? []
  const isManager = managers.includes(useMe().data?.role ?? 'requester')
  const entry = (plural: string): ReactNode => {
    const r = records.find((one) => one.plural === plural)
    return r ? <Entry key={plural} href={listAddress(plural)} name={r.many} says={r.purpose} /> : null
  }
  return (
    <Page crumbs={[{ label: 'Settings' }]}>
      <PageHead title="Settings" note="Every change here is recorded and can be read in the audit." />
      {groups.map((g) => (
        <Section key={g.title} title={g.title}>
          <div className={css.menu}>
            {g.title.startsWith('What comes') && isManager && <Entry href="/settings/ways-in" name="Let alerts in" says="An address with a key for Prometheus, amtool or any JSON webhook, with the text to copy." />}
            {g.records.map(entry)}
          </div>
        </Section>
      ))}
      <Section title="Access and records">
        <div className={css.menu}>
          <Entry href="/settings/tokens" name="API tokens" says="For commands, scripts and other systems; each with one role and an end." />
          <Entry href="/settings/audit" name="Audit" says="Who did what, in the order it was written, sealed by a chain of hashes." />
          {records.filter((r) => !handled.has(r.plural)).map((r) => entry(r.plural))}
        </div>
      </Section>
    </Page>
  )
}

function Entry({ href, name, says }: { href: string; name: string; says: string }) {
  return <Link quiet href={href}><b>{name}</b><small>{says}</small></Link>
}
