/** Calls about imports: files that were sent, mappings, previews, what a run did not take, and what undoing would keep. */
import { queryOf, type Transport } from './transport.ts'

/** A file that the server keeps, by its key. */
export interface ImportFile {
  readonly key: string
  readonly name: string
  readonly bytes: number
}

/** A mapping as it is written; what is in it beside this is the importer's business. */
export type MappingText = Readonly<Record<string, unknown>> & { readonly name: string; readonly title?: string; readonly zone?: string }

export interface ShippedMapping {
  readonly name: string
  readonly title: string
  readonly about: string
  /** What it wants: the first file, and those that join it, by name. */
  readonly files: readonly string[]
  readonly mapping: MappingText
}

export type FaultKind = 'row' | 'record' | 'remark'
/** A row or record that was not taken, or a remark on one that was. */
export interface ImportFault {
  readonly n?: number
  readonly line: number
  readonly sourceId: string
  readonly kind: FaultKind
  readonly reason: string
}
/** Faults with one reason: `n` of them, and the first as example. */
export interface FaultGroup {
  readonly kind: FaultKind
  readonly reason: string
  readonly n: number
  readonly line: number
  readonly sourceId: string
}

/** An entry of a record's life as it would come in. */
export interface DraftEntry {
  readonly at: string
  readonly verb: string
  readonly actorName: string
  readonly changes: Readonly<Record<string, unknown>>
}

/** What is in a file, and what a mapping makes of its first records. */
export interface ImportPreview extends ImportFile {
  readonly type: string
  readonly encoding: string
  readonly columns: readonly string[]
  readonly rows: readonly Readonly<Record<string, string>>[]
  /** Mappings that come along and can read it, best first; `share` of their columns, 0 to 1. */
  readonly fits: readonly { readonly name: string; readonly title: string; readonly share: number; readonly missing: readonly string[] }[]
  /** The one that was tried. */
  readonly mapping: string | null
  readonly warnings: readonly string[]
  readonly trial: {
    readonly cases: number
    readonly counts: { readonly rowsRead: number; readonly recordsMade: number; readonly entriesMade: number; readonly faultCount: number; readonly remarkCount: number }
    readonly faults: readonly ImportFault[]
    readonly records: readonly { readonly key: string; readonly createdAt: string; readonly entries: readonly DraftEntry[] }[]
  } | null
  readonly refusal: string | null
}

/** What undoing would do now: how many records are as the import left them, and how many people have worked on since. */
export interface UndoOutlook {
  readonly untouched: number
  readonly changed: number
  /** Numbers of some of the changed ones. */
  readonly examples: readonly string[]
}

export interface ImportCalls {
  importMappings(): Promise<readonly ShippedMapping[]>
  importFile(key: string): Promise<ImportFile>
  dropImportFile(key: string): Promise<unknown>
  previewImport(key: string, how: { readonly mapping?: string | MappingText; readonly zone?: string; readonly files?: readonly ImportFile[] }): Promise<ImportPreview>
  importFaults(id: string, page: { readonly kind?: FaultKind; readonly after?: string; readonly limit?: number }): Promise<{ readonly items: readonly ImportFault[]; readonly next: string | null }>
  importFaultKinds(id: string): Promise<readonly FaultGroup[]>
  undoOutlook(id: string): Promise<UndoOutlook>
}

export const importCalls = (call: Transport): ImportCalls => ({
  importMappings: async () => (await call<{ items: readonly ShippedMapping[] }>('/api/import-mappings')).items,
  importFile: (key) => call(`/api/import-files/${encodeURIComponent(key)}`),
  dropImportFile: (key) => call(`/api/import-files/${encodeURIComponent(key)}`, { method: 'DELETE' }),
  previewImport: (key, how) => call(`/api/import-files/${encodeURIComponent(key)}/preview`, { method: 'POST', body: how }),
  importFaults: (id, page) => call(`/api/imports/${encodeURIComponent(id)}/faults${queryOf({ ...page })}`),
  importFaultKinds: async (id) => (await call<{ items: readonly FaultGroup[] }>(`/api/imports/${encodeURIComponent(id)}/faults/kinds`)).items,
  undoOutlook: (id) => call(`/api/imports/${encodeURIComponent(id)}/outlook`),
})
