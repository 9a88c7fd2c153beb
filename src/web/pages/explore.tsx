/** Any number by any two facts over time; the question is the address, so it can be shared, kept as a tile or as a measure. */
import { Button, Select } from '@mantine/core'
import { IconLayoutGrid, IconLink, IconPlus } from '@tabler/icons-react'
import { useSearch } from '@tanstack/react-router'
import { useMemo, useState } from 'react'
import { managers } from '../../model/actor.ts'
import type { Definition } from '../../model/measure.ts'
import { copyText } from '../../kit/copy.ts'
import { Page } from '../../kit/page.tsx'
import { PageHead } from '../../kit/section.tsx'
import { LoadingRows } from '../../kit/states.tsx'
import { Link } from '../../kit/link.tsx'
import { useViewer } from '../../kit/viewer.tsx'
import { useMe } from '../data/queries.ts'
import { Fault } from '../parts/fault.tsx'
import { Builder } from './explore-builder.tsx'
import { SaveAsMeasure, SaveAsTile } from './explore-save.tsx'
import { addressOfStudy } from './measures-address.ts'
import { measureChoices } from './measures-arrange.tsx'
import { readAsked, readDefinition, standardAsked, type Anchor, type Asked } from './measures-ask.ts'
import { asMeasure, useAnchor, useFacts, useMeasures, type Source } from './measures-data.ts'
import { Study } from './measures-study.tsx'
import { Toolbar } from './measures-toolbar.tsx'
import { Origins } from './measures-origins.tsx'
import { useStudy } from './measures-study.tsx'
import { definitionWords } from './measures-words.ts'
import type { ListedMeasure } from '../../client/measures.ts'
import css from './measures.module.css'

const firstMeasure = 'IN-opened'
/** Stands in the list of measures for a definition of one's own. */
const OWN = 'own-definition'
const firstDefinition: Definition = { of: 'incident_fact', kind: 'count', member: 'openedAt', where: [] }

export function Explore() {
  const anchor = useAnchor()
  const measures = useMeasures()
  const crumbs = [{ label: 'Explore' }]
  if (measures.error) return <Page crumbs={crumbs}><Fault error={measures.error} retry={() => void measures.refetch()} /></Page>
  if (!anchor || !measures.data) return <Page crumbs={crumbs}><LoadingRows rows={12} /></Page>
  return <Asking anchor={anchor} measures={measures.data} />
}

function Asking({ anchor, measures }: { anchor: Anchor; measures: readonly ListedMeasure[] }) {
  const search = useSearch({ strict: false }) as Readonly<Record<string, string>>
  const { navigate } = useViewer()
  const me = useMe().data
  const facts = useFacts()
  const [dialog, setDialog] = useState<'tile' | 'measure' | null>(null)
  const [isCopied, setCopied] = useState(false)
  const text = search['def']
  const definition = useMemo(() => readDefinition(text), [text])
  const chosen = measures.find((m) => m.id === (search['measure'] ?? firstMeasure))
  const source = useMemo((): Source | null => {
    if (definition !== null) return { measure: asMeasure(definition, capital(definitionWords(definition, facts?.[definition.of]).counted)), isKept: false }
    return chosen ? { measure: chosen, isKept: true } : null
  }, [definition, chosen, facts])
  const standard = useMemo(() => standardAsked(source?.measure ?? null, anchor), [source, anchor])
  const asked = useMemo(() => readAsked(search, standard), [search, standard])
  const own = definition !== null ? { def: text ?? '' } : { measure: chosen?.id ?? firstMeasure }
  const address = (change: Partial<Asked>, what: Readonly<Record<string, string>> = own): string => addressOfStudy('/explore', { ...asked, ...change }, standard, what)
  const put = (change: Partial<Asked>): void => navigate(address(change))
  // The facts of another table may not be there to divide by or to filter on.
  const define = (d: Definition): void => navigate(address({ point: null, ...(d.of === source?.measure.definition?.of ? {} : { by: [], where: [] }) }, { def: JSON.stringify(d) }))
  const choose = (id: string | null): void => {
    if (id === OWN) define(source?.measure.definition ?? firstDefinition)
    else if (id !== null) navigate(address({ point: null }, { measure: id }))
  }
  const { plot, question } = useStudy(source, asked)
  const isManager = me !== undefined && managers.includes(me.role)
  const share = (): void => void copyText(new URL(address({}), window.location.href).href).then(setCopied)
  return (
    <Page
      crumbs={[{ label: 'Explore' }]} phoneActions={<Button onClick={share}>{isCopied ? 'Copied' : 'Copy the link'}</Button>}
      actions={<>
        <Button leftSection={<IconLink aria-hidden="true" />} onClick={share}>{isCopied ? 'Link copied' : 'Copy the link'}</Button>
        <Button leftSection={<IconLayoutGrid aria-hidden="true" />} disabled={!source?.isKept} title={source?.isKept ? undefined : 'Keep it as a measure first; tiles show measures'} onClick={() => setDialog('tile')}>Keep as a tile</Button>
        <Button leftSection={<IconPlus aria-hidden="true" />} disabled={source?.measure.definition === null || !isManager} title={isManager ? undefined : 'Measures are kept by managers'} onClick={() => setDialog('measure')}>Keep as a measure</Button>
      </>}
    >
      <PageHead title="Explore" note="Choose what is counted, divide it, and open any point to its records. The whole question is in the address." />
      <div className={css.builderRow}>
        <Select label="What is counted" w={320} searchable value={definition !== null ? OWN : chosen?.id ?? null} onChange={choose} maxDropdownHeight={420}
          data={[{ group: 'Of your own', items: [{ value: OWN, label: 'A definition of my own' }] }, ...measureChoices(measures)]} />
        {source?.isKept && <p className="ek-2" style={{ paddingBottom: 6 }}>{source.measure.question} <Link href={`/measures/${encodeURIComponent(source.measure.id)}`}>About this measure</Link></p>}
      </div>
      {definition !== null && facts && <Builder definition={definition} facts={facts} onChange={define} />}
      {source === null ? <Fault error={new Error(`There is no measure ${search['measure'] ?? ''}, or it is not yours to see.`)} />
        : source.measure.definition === null ? <p className={css.notice}>{source.measure.name} waits for its records. {source.measure.waitsFor}</p>
          : <>
            <Toolbar source={source} asked={asked} anchor={anchor} put={put} />
            <Study source={source} asked={asked} put={put}>{plot && question && <Origins source={source} asked={asked} plot={plot} question={question} put={put} />}</Study>
          </>}
      {dialog === 'tile' && source && <SaveAsTile asked={asked} measure={source.measure} anchor={anchor} onClose={() => setDialog(null)} />}
      {dialog === 'measure' && source?.measure.definition && <SaveAsMeasure measure={source.measure} definition={source.measure.definition} asked={asked} onSaved={(number) => navigate(address({ where: [] }, { measure: number }))} onClose={() => setDialog(null)} />}
    </Page>
  )
}
const capital = (s: string): string => s.charAt(0).toUpperCase() + s.slice(1)
