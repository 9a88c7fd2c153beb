/** The service map and its small form. */

import { useState } from 'react'
import { LayeredMap, type MapEdge, type MapNode } from '../../kit/layered-map.tsx'
import { Page } from '../../kit/page.tsx'
import { Rail, Section } from '../../kit/section.tsx'
import { Sparkline } from '../../kit/bars.tsx'
import { Frame } from './frame.tsx'

const n = (id: string, layer: number, x: number, over: Partial<MapNode> = {}): MapNode => ({ id, label: id, layer, x: x / 936, ...over })

const nodes: MapNode[] = [
  n('Terminal Ops', 0, 170, { note: '126 users', shape: 'customer', state: 'worse' }), n('Freight Desk', 0, 430, { note: '212 users', shape: 'customer', state: 'worse' }), n('Customs Brokerage', 0, 690, { note: '74 users', shape: 'customer', state: 'worse' }),
  n('Gate & Yard', 1, 110, { note: 'gold', state: 'worse', flag: '1 gate of 6' }), n('Freight Booking', 1, 330, { note: 'gold', state: 'hurt', flag: 'confirm fails' }), n('Container Tracking', 1, 550, { note: 'silver', state: 'worse', flag: 'slow, inside target' }), n('Customs Declarations', 1, 760, { note: 'gold', state: 'worse', flag: 'late by 40 min' }),
  n('gate-api', 2, 90), n('booking-api', 2, 300, { state: 'hurt' }), n('track-feed', 2, 500, { state: 'worse' }), n('customs-edi', 2, 690, { state: 'worse' }), n('Identity', 2, 850),
  n('wlan-yard', 3, 110, { state: 'worse', flag: '8 alerts' }), n('pg-core', 3, 340, { state: 'origin', flag: 'origin, since 13:38' }), n('mq-main', 3, 560), n('net-core', 3, 790),
  n('Kestrel Cloud', 4, 250, { note: 'supplier', shape: 'supplier' }), n('Baltwave Carrier', 4, 500, { note: 'supplier', shape: 'supplier' }), n('Orbis Gateway', 4, 740, { note: 'supplier', shape: 'supplier', state: 'worse' }),
]
const unplaced = nodes.map(({ x: _x, ...node }): MapNode => node)
const e = (from: string, to: string, kind?: MapEdge['kind']): MapEdge => ({ from, to, ...(kind ? { kind } : {}) })
const edges = [
  e('Terminal Ops', 'Gate & Yard'), e('Terminal Ops', 'Freight Booking', 'carries'), e('Freight Desk', 'Freight Booking', 'carries'), e('Freight Desk', 'Container Tracking', 'carries'), e('Customs Brokerage', 'Freight Booking', 'carries'), e('Customs Brokerage', 'Customs Declarations'),
  e('Gate & Yard', 'gate-api'), e('Freight Booking', 'booking-api', 'carries'), e('Freight Booking', 'Identity'), e('Container Tracking', 'track-feed', 'carries'), e('Customs Declarations', 'customs-edi'), e('Customs Declarations', 'Identity'),
  e('gate-api', 'wlan-yard'), e('gate-api', 'net-core'), e('booking-api', 'pg-core', 'carries'), e('booking-api', 'mq-main'), e('track-feed', 'pg-core', 'carries'), e('track-feed', 'mq-main'), e('customs-edi', 'mq-main'), e('customs-edi', 'Orbis Gateway', 'worse'), e('Identity', 'net-core'),
  e('pg-core', 'Kestrel Cloud'), e('mq-main', 'Kestrel Cloud'), e('net-core', 'Baltwave Carrier'),
]
const LAYERS = ['Customers', 'Services', 'Applications', 'Infrastructure', 'Suppliers']

export function MapGallery() {
  const [chosen, setChosen] = useState('pg-core')
  const isPlaced = !new URLSearchParams(location.search).has('free')
  const shown = isPlaced ? nodes : unplaced
  return (
    <Frame path="/map">
      <Page
        crumbs={[{ label: 'Service map' }]} form="fill"
        rail={
          <Rail>
            <Section title={chosen}><Sparkline values={[20, 22, 21, 24, 60, 95, 97, 96, 97, null, 97, 96, 95, 97, 96, 90, 80, 71]} edge={{ at: 90, words: '90 %, alert' }} label="Connections used, last hour" /></Section>
            <Section title="What it stands on"><LayeredMap label="Small" size="small" layers={LAYERS} nodes={unplaced.filter(({ id }) => ['Freight Booking', 'booking-api', 'Identity', 'pg-core', 'net-core', 'mq-main'].includes(id))} edges={edges} /></Section>
          </Rail>
        }
      >
        <div style={{ flex: 1, overflow: 'auto', paddingTop: 20 }}><LayeredMap label="Service map" layers={LAYERS} nodes={shown} edges={edges} chosen={chosen} onChoose={setChosen} /></div>
      </Page>
    </Frame>
  )
}
