/** One figure, read honestly: what it is, whether it can be trusted, and what is behind it. */
import { Button } from '@mantine/core'
import { IconCompass } from '@tabler/icons-react'
import { useParams, useSearch } from '@tanstack/react-router'
import { useMemo } from 'react'
import { Link } from '../../kit/link.tsx'
import { Page } from '../../kit/page.tsx'
import { Section } from '../../kit/section.tsx'
import { EmptyState, LoadingRows } from '../../kit/states.tsx'
import { Tag } from '../../kit/tag.tsx'
import { useViewer } from '../../kit/viewer.tsx'
import type { Measure } from '../../model/measure.ts'
import { Fault } from '../parts/fault.tsx'
import { addressOfStudy } from './measures-address.ts'
import { readAsked, standardAsked, type Anchor, type Asked } from './measures-ask.ts'
import { useAnchor, useMeasure, useMeasures, type Source } from './measures-data.ts'
import { MeasureRail } from './measures-rail.tsx'
import { Origins } from './measures-origins.tsx'
import { Study, useStudy } from './measures-study.tsx'
import { Toolbar } from './measures-toolbar.tsx'
import { betterWords } from './measures-words.ts'
import css from './measures.module.css'

export function MeasurePage() {
  const { id = '' } = useParams({ strict: false }) as { id?: string }
  const measure = useMeasure(id)
  const anchor = useAnchor()
  const crumbs = [{ label: 'Measures', href: '/measures' }, { label: measure.data?.name ?? id }]
  if (measure.error) return <Page crumbs={crumbs}><Fault error={measure.error} retry={() => void measure.refetch()} /></Page>
  if (!measure.data || !anchor) return <Page crumbs={crumbs}><LoadingRows rows={12} /></Page>
  if (measure.data.definition === null) return <Page crumbs={crumbs}><Waiting measure={measure.data} /></Page>
  return <Known key={id} measure={measure.data} anchor={anchor} />
}

function Known({ measure, anchor }: { measure: Measure; anchor: Anchor }) {
  const search = useSearch({ strict: false }) as Readonly<Record<string, string>>
  const { navigate } = useViewer()
  const source = useMemo((): Source => ({ measure, isKept: true }), [measure])
  const standard = useMemo(() => standardAsked(measure, anchor), [measure, anchor])
  const asked = useMemo(() => readAsked(search, standard), [search, standard])
  const put = (change: Partial<Asked>): void => navigate(addressOfStudy(`/measures/${encodeURIComponent(measure.id)}`, { ...asked, ...change }, standard))
  const { plot, question } = useStudy(source, asked)
  const explore = addressOfStudy('/explore', { ...asked, point: null }, standard, { measure: measure.id })
  return (
    <Page
      crumbs={[{ label: 'Measures', href: '/measures' }, { label: measure.name }]} railLabel="About this measure" rail={<MeasureRail measure={measure} asked={asked} plot={plot} put={put} />}
      actions={<Button component="a" href={explore} leftSection={<IconCompass aria-hidden="true" />} onClick={(e) => { e.preventDefault(); navigate(explore) }}>Explore it</Button>}
    >
      <header>
        <div className={css.head}><h1 className="ek-title">{measure.name}</h1><Tag>{betterWords[measure.better]}</Tag><Tag>definition {measure.version}</Tag></div>
        <p className="ek-2">{measure.question}</p>
      </header>
      {asked.known !== null && <p className={css.notice}>As known at the end of {asked.known}. What was recorded later, also about earlier days, does not count here. <button type="button" className="ek-link" onClick={() => put({ known: null })}>Show as known now</button></p>}
      <Toolbar source={source} asked={asked} anchor={anchor} put={put} />
      <Study source={source} asked={asked} put={put}>{plot && question && <Origins source={source} asked={asked} plot={plot} question={question} put={put} />}</Study>
    </Page>
  )
}

function Waiting({ measure }: { measure: Measure }) {
  const others = (useMeasures().data ?? []).filter((m) => m.practice === measure.practice && m.canCompute).slice(0, 5)
  return (
    <EmptyState title={`${measure.name} waits for its records`} why={<>{measure.question} {measure.waitsFor} No number is shown until then: not zero, not 100 %.</>}>
      {others.length > 0 && <Section title="What is measured already">{others.map((m) => <p key={m.id} style={{ padding: '6px 0' }}><Link href={`/measures/${m.id}`}>{m.name}</Link></p>)}</Section>}
    </EmptyState>
  )
}
