/** Which source wins for which field: each has a rank, the lowest wins, and what people write by hand has one too. */
import type { KnownSource } from './reconcile-known.ts'

/** What can be read, and what people call it: tables of one's own, and the exports of four products. */
export const configurationFormats = {
  csv: 'Tables of items and relations', itop: 'iTop exports', netbox: 'NetBox objects', kubernetes: 'Kubernetes objects', prometheus: 'Prometheus targets',
} as const
export type ConfigurationFormat = keyof typeof configurationFormats

/** What somebody typed here. A source below it overrules people, one above it is overruled. */
export const handRank = 10

/** What sources of a format begin with; a manager may set it otherwise for each source. */
export interface ShippedRank {
  readonly rank: number
  readonly fieldRanks: Readonly<Record<string, number>>
  readonly mayAdd: boolean
  readonly whenGone: 'retire' | 'raise'
}

/**
 * The shipped order: our own tables are people's work and come next to them. The inventory knows numbers and models better than
 * anybody who copies them; what runs knows its address, its system and its image better than any inventory. Names are people's.
 * Monitoring sees hosts, not their life: what it meets and nobody recorded is asked about, not added.
 */
export const shippedRanks = {
  csv: { rank: 20, fieldRanks: {}, mayAdd: true, whenGone: 'raise' },
  netbox: { rank: 30, fieldRanks: { serialNumber: 5, assetTag: 5, 'attrs.model': 5, 'attrs.heightUnits': 5, 'attrs.position': 5, 'attrs.address': 8 }, mayAdd: true, whenGone: 'retire' },
  itop: { rank: 40, fieldRanks: { boughtOn: 6, warrantyUntil: 6 }, mayAdd: true, whenGone: 'retire' },
  kubernetes: { rank: 50, fieldRanks: { 'attrs.image': 1, 'attrs.cluster': 1, 'attrs.namespace': 1, 'attrs.operatingSystem': 2, 'attrs.platform': 2 }, mayAdd: true, whenGone: 'retire' },
  prometheus: { rank: 60, fieldRanks: {}, mayAdd: false, whenGone: 'raise' },
} as const satisfies Readonly<Record<ConfigurationFormat, ShippedRank>>

/** 1 wins over everything. */
export const rankOf = (source: Pick<KnownSource, 'rank' | 'fieldRanks'>, field: string): number => (Object.hasOwn(source.fieldRanks, field) ? source.fieldRanks[field] : undefined) ?? source.rank
