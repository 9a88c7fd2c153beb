/** Keeps the files of imports in the data folder: the bytes under a key, beside them a note of what they are. */
import { randomUUID } from 'node:crypto'
import { createWriteStream } from 'node:fs'
import { mkdir, open, readdir, readFile, rename, rm, stat, truncate, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { pipeline } from 'node:stream/promises'
import { rule } from '../model/actor.ts'
import { AppError } from '../model/error.ts'
import { importRun } from '../practices/history/import.ts'
import type { KeptFile } from '../server/import-routes.ts'
import type { Store } from '../store/store.ts'

export interface ImportFiles {
  keep(file: { readonly name: string; readonly orgId: string }, bytes: AsyncIterable<Buffer>): Promise<KeptFile>
  append(key: string, at: number, bytes: AsyncIterable<Buffer>): Promise<KeptFile>
  find(key: string): Promise<KeptFile | null>
  drop(key: string): Promise<void>
  pathOf(key: string): string
  /** Takes away what was sent before this instant, ms since 1970, but for the keys that are still needed. */
  dropOlder(beforeMs: number, needed: ReadonlySet<string>): Promise<number>
}

const say = (bytes: number): string => (bytes >= 2 ** 30 ? `${Math.round(bytes / 2 ** 30 * 10) / 10} GiB` : bytes >= 2 ** 20 ? `${Math.round(bytes / 2 ** 20)} MiB` : `${bytes} bytes`)

export function importFiles(dataFolder: string, limitBytes: number): ImportFiles {
  const folder = path.join(dataFolder, 'imports')
  const pathOf = (key: string): string => path.join(folder, key)
  const noteOf = (key: string): string => `${pathOf(key)}.json`

  /** Appends to the file; at any failure it is as long as before. */
  const write = async (key: string, at: number, bytes: AsyncIterable<Buffer>): Promise<void> => {
    let length = at
    const counted = async function* (): AsyncIterable<Buffer> {
      for await (const part of bytes) {
        length += part.length
        if (length > limitBytes) throw new AppError('too_large', `The file is larger than ${say(limitBytes)}. Pack it with gzip, split it, or raise EVENKEEL_IMPORT_LIMIT.`, { facts: { limitBytes } })
        yield part
      }
    }
    try {
      await pipeline(counted(), createWriteStream(pathOf(key), { flags: 'a', mode: 0o600 }))
      const file = await open(pathOf(key), 'r+')
      await file.sync().finally(() => file.close())
    } catch (e) {
      await truncate(pathOf(key), at).catch(() => undefined)
      throw outward(e)
    }
  }
  const find = async (key: string): Promise<KeptFile | null> => {
    try {
      const note: { name: string; orgId: string } = JSON.parse(await readFile(noteOf(key), 'utf8'))
      return { key, name: note.name, orgId: note.orgId, bytes: (await stat(pathOf(key))).size }
    } catch (e) {
      if (e instanceof Error && 'code' in e && e.code === 'ENOENT') return null
      throw e
    }
  }
  const found = async (key: string): Promise<KeptFile> => {
    const file = await find(key)
    if (!file) throw new AppError('not_found', 'There is no such file here (any more).')
    return file
  }
  const drop = async (key: string): Promise<void> => { await Promise.all([rm(noteOf(key), { force: true }), rm(pathOf(key), { force: true })]) }
  const writing = new Set<string>()

  return {
    pathOf, find, drop,
    keep: async ({ name, orgId }, bytes) => {
      const key = randomUUID()
      try {
        await mkdir(folder, { recursive: true, mode: 0o700 })
        await write(key, 0, bytes)
        // The note comes last and at once: without it there is no file.
        await writeFile(`${noteOf(key)}.new`, JSON.stringify({ name, orgId }), { mode: 0o600 })
        await rename(`${noteOf(key)}.new`, noteOf(key))
      } catch (e) {
        await drop(key).catch(() => undefined)
        throw outward(e)
      }
      return found(key)
    },
    append: async (key, at, bytes) => {
      const file = await found(key)
      if (writing.has(key)) throw new AppError('conflict', 'Another part of this file is being sent right now.', { facts: { bytes: file.bytes } })
      if (file.bytes !== at) throw new AppError('conflict', `The file has ${file.bytes} bytes; a part that begins at ${at} does not fit behind them.`, { facts: { bytes: file.bytes } })
      writing.add(key)
      await write(key, at, bytes).finally(() => writing.delete(key))
      return found(key)
    },
    dropOlder: async (beforeMs, needed) => {
      const names = await readdir(folder).catch(() => [])
      let dropped = 0
      for (const name of names) {
        const key = name.replace(/\.json(\.new)?$/, '')
        const about = await stat(path.join(folder, name)).catch(() => null)
        if (!about || about.mtimeMs >= beforeMs || needed.has(key)) continue
        await rm(path.join(folder, name), { force: true })
        if (name === key) dropped++
      }
      return dropped
    },
  }
}

const keptMs = 30 * 86_400_000

/** Takes away what is older than thirty days and no import needs any more. */
export async function dropOldFiles(store: Store, files: ImportFiles): Promise<void> {
  const active = await store.read(rule('import'), (s) => s.list(importRun, { where: [], group: 'active', limit: 200 }))
  await files.dropOlder(store.clock.now() - keptMs, new Set(active.items.flatMap((i) => i.files.map((f) => f.key))))
}

const isFull = new Set(['ENOSPC', 'EDQUOT'])
function outward(e: unknown): unknown {
  const code = e instanceof Error && 'code' in e ? String(e.code) : ''
  if (isFull.has(code)) return new AppError('unavailable', 'The disk of the server is full; nothing of this file was kept. Free some space in EVENKEEL_DATA and send it again.', { cause: e })
  if (code === 'ERR_STREAM_PREMATURE_CLOSE' || code === 'ECONNRESET') return new AppError('malformed', 'The file broke off before it was complete; nothing of this part was kept.', { cause: e })
  return e
}
