/** Puts together what the import routes need: kept files, mappings that come along, previews. */
import { previewFile } from '../importers/preview.ts'
import { shippedMappings } from '../importers/shipped.ts'
import type { ImportDesk } from '../server/import-routes.ts'
import type { Store } from '../store/store.ts'
import type { ImportFiles } from './import-files.ts'

export function importDesk(store: Store, files: ImportFiles): ImportDesk {
  return {
    keep: files.keep,
    append: files.append,
    find: files.find,
    drop: files.drop,
    mappings: () => [...shippedMappings()].map(([name, m]) => ({
      name, title: m.title, about: m.about, version: m.version, record: m.record, format: m.format, files: ['', ...m.joins.map((j) => j.name)], columns: m.columns, mapping: m,
    })),
    preview: (kept, asked) => previewFile(store.records, kept.map((f) => ({ name: f.name, path: files.pathOf(f.key) })), asked),
  }
}
