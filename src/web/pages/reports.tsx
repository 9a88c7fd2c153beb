/** Service reports there are, newest month first; whoever operates chooses a customer and a month to look at or to write one. */
import { Button, TextInput } from '@mantine/core'
import { useState } from 'react'
import { readers } from '../../model/actor.ts'
import type { Report } from '../../practices/report/record.ts'
import { monthName } from '../../practices/report/content.ts'
import { Link } from '../../kit/link.tsx'
import { now } from '../../kit/now.ts'
import { Page } from '../../kit/page.tsx'
import { PageHead } from '../../kit/section.tsx'
import { EmptyState, LoadingRows } from '../../kit/states.tsx'
import { useViewer } from '../../kit/viewer.tsx'
import { useGrowingList, useMe } from '../data/queries.ts'
import { RecordSelect } from '../forms/record-select.tsx'
import { Fault } from '../parts/fault.tsx'
import css from './report.module.css'

/** Where the report of a customer's month stands. */
export const reportAddress = (orgId: string, month: string): string => `/reports/${orgId}/${month}`

export function Reports() {
  const list = useGrowingList<Report>('reports', { sort: '-month' })
  const me = useMe().data
  const isReader = me !== undefined && readers.includes(me.role)
  return (
    <Page crumbs={[{ label: 'Service reports' }]}>
      <PageHead title="Service reports" note="What a customer was promised in a month, and what they got." />
      {isReader && <Choose />}
      {list.error ? <Fault error={list.error} retry={list.retry} /> : list.isLoading && list.rows.length === 0 ? <LoadingRows rows={6} />
        : list.rows.length === 0 ? <EmptyState title="No report yet" why={isReader ? 'Choose a customer and a month above; a report is there for every month, with or without a comment.' : 'When your provider publishes the report of a month, it stands here.'} />
          : (
            <table className={css.table}>
              <thead><tr><th scope="col">Month</th><th scope="col">For</th><th scope="col">State</th></tr></thead>
              <tbody>
                {list.rows.map((r) => (
                  <tr key={r.id}>
                    <td><Link href={reportAddress(r.orgId, r.month)}>{monthName(r.month)}</Link></td>
                    <td>{list.titles[r.orgId]?.title ?? me?.organization.name ?? ''}</td>
                    <td>{r.state === 'published' ? 'Published' : 'Draft'}</td>
                  </tr>
                ))}
              </tbody>
            </table>
          )}
      {list.onMore && <Button mt={12} onClick={list.onMore}>Show older ones</Button>}
    </Page>
  )
}

/** The last month that is over. */
const lastMonth = (): string => {
  const at = new Date(now())
  return new Date(Date.UTC(at.getUTCFullYear(), at.getUTCMonth() - 1, 1)).toISOString().slice(0, 7)
}

function Choose() {
  const { navigate } = useViewer()
  const [orgId, setOrgId] = useState<string | null>(null)
  const [month, setMonth] = useState(lastMonth)
  return (
    <form className="ek-row ek-wrap" style={{ alignItems: 'end', margin: '14px 0' }} onSubmit={(e) => { e.preventDefault(); if (orgId !== null && month !== '') navigate(reportAddress(orgId, month)) }}>
      <RecordSelect label="Customer" to="organization" value={orgId} onChange={setOrgId} filters={{ group: 'active' }} placeholder="choose one" />
      <TextInput label="Month" type="month" value={month} onChange={(e) => setMonth(e.currentTarget.value)} />
      <Button type="submit" disabled={orgId === null || month === ''}>Look at it</Button>
    </form>
  )
}
