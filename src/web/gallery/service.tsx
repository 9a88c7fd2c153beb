/** A service: what was agreed and attained, and a year of outages. */

import { DotInterval, ShareBar } from '../../kit/bars.tsx'
import { OutageCells, type OutageDay, type OutageMonth } from '../../kit/outage-cells.tsx'
import { Page } from '../../kit/page.tsx'
import { Facts, PageHead, Section } from '../../kit/section.tsx'
import { percent } from '../../kit/format.ts'
import { Frame } from './frame.tsx'

const MONTHS: [label: string, days: number, lost: Record<number, number>, attained: number | null][] = [
  ['Apr 25', 30, {}, 1], ['May', 31, { 13: 22 }, 0.9995], ['Jun', 30, {}, 1], ['Jul', 31, { 3: 9 }, 0.9998], ['Aug', 31, {}, 1], ['Sep', 30, { 19: 41, 20: 12 }, 0.9988],
  ['Oct', 31, {}, null], ['Nov', 30, { 25: 7 }, 0.9998], ['Dec', 31, { 12: 64, 13: 18 }, 0.9982], ['Jan 26', 31, { 30: 5 }, 0.9999], ['Feb', 28, { 4: 14 }, 0.9997], ['Mar', 31, { 5: 5, 10: 4, 17: 51 }, 0.9975],
]
const months: OutageMonth[] = MONTHS.map(([label, length, lost, attained]) => ({
  label, attained, isMissed: Object.values(lost).reduce((a, b) => a + b, 0) > 44,
  days: Array.from({ length }, (_, at): OutageDay =>
    label === 'Mar' && at > 16 ? { kind: 'future' } : label === 'Oct' && at > 7 && at < 11 ? { kind: 'unobserved' } : at === 6 || at === 20 ? { kind: 'window' } : { kind: 'observed', minutes: lost[at + 1] ?? 0 }),
}))

export function ServiceGallery() {
  return (
    <Frame path="/services/freight-booking">
      <Page crumbs={[{ label: 'Services', href: '/services' }, { label: 'Freight Booking' }]}>
        <PageHead title="Freight Booking" />
        <Facts form="row" facts={[['For', '3 customers, 412 users'], ['Agreed in', 'SLA-12 v3, gold, 24×7'], ['Vital functions', 'quote, confirm, amend'], ['Owner', 'Rosa Benitez']]} />
        <Section title="Agreed and attained" note="March so far, 98.6 % of the minutes observed">
          <div style={{ padding: '8px 0' }}><DotInterval value={99.75} low={99.73} high={99.87} target={99.9} from={99.5} to={100} label="99.75 %, at best 99.87 %, agreed 99.90 %" /></div>
        </Section>
        <Section title="Outages, 12 months"><OutageCells months={months} allowedMinutes={44.6} label="Outages, 12 months" /></Section>
        <Section title="Where the time went">
          <div style={{ maxWidth: 480, paddingTop: 8 }}><ShareBar label="Hours" words={(v) => percent(v / 100)} parts={[{ label: 'us', value: 46, fill: 'us' }, { label: 'supplier', value: 22, fill: 'supplier' }, { label: 'customer', value: 13, fill: 'customer' }, { label: 'not recorded', value: 19, fill: 'unknown' }]} /></div>
        </Section>
      </Page>
    </Frame>
  )
}
