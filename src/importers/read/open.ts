/** Opens a file of a former system: plain or gzip, in its encoding, without a byte order mark, with a limit on what it may grow to. */
import { createReadStream } from 'node:fs'
import { open } from 'node:fs/promises'
import { Transform } from 'node:stream'
import { createGunzip } from 'node:zlib'
import { AppError } from '../../model/error.ts'

/** A row of the source: text by column, and where it stood. */
export interface SourceRow {
  /** Line, or number of the element, counted from 1, of the file as it is read. */
  readonly line: number
  readonly values: Readonly<Record<string, string>>
}

export interface OpenedFile {
  readonly text: AsyncIterable<string>
  /** Bytes read from the disk so far: the progress. */
  bytesRead(): number
  readonly size: number
  /** Characters so far that the encoding does not know; they were read as U+FFFD. */
  replaced(): number
}

// A packed file that grows a thousandfold is no log, it is a bomb; text packs ten- to fiftyfold.
const mostGrowth = 400
const growthCountsFromBytes = 16 * 1024 * 1024

export async function openFile(path: string, encoding: 'utf-8' | 'windows-1252' | 'utf-16le'): Promise<OpenedFile> {
  const { size, bytes, bytesRead } = await openBytes(path)
  let replaced = 0
  return { text: decode(bytes, encoding, (n) => { replaced += n }), bytesRead, size, replaced: () => replaced }
}

const headBytes = 256 * 1024

/** The first bytes of a file, unpacked; fewer where it is shorter. */
export async function readHead(path: string): Promise<Buffer> {
  const { bytes } = await openBytes(path)
  const parts: Buffer[] = []
  let n = 0
  for await (const part of bytes) {
    parts.push(part)
    n += part.length
    if (n >= headBytes) break
  }
  return Buffer.concat(parts).subarray(0, headBytes)
}

async function openBytes(path: string): Promise<{ size: number; bytes: AsyncIterable<Buffer>; bytesRead(): number }> {
  const file = await open(path, 'r').catch((e: unknown) => { throw new AppError('invalid', `The file cannot be opened: ${e instanceof Error && 'code' in e ? String(e.code) : String(e)}.`) })
  const { size } = await file.stat()
  const head = Buffer.alloc(4)
  await file.read(head, 0, 4, 0)
  await file.close()
  if (head[0] === 0x50 && head[1] === 0x4b) throw new AppError('invalid', 'This is a ZIP archive. Unpack it and give the file in it.')
  const packed = head[0] === 0x1f && head[1] === 0x8b
  let read = 0
  const raw = createReadStream(path, { highWaterMark: 256 * 1024 })
  raw.on('data', (c) => { read += c.length })
  let grown = 0
  const guard = new Transform({
    transform(chunk: Buffer, _, done) {
      grown += chunk.length
      if (packed && grown > growthCountsFromBytes && grown > read * mostGrowth) done(new AppError('invalid', 'The packed file grows without end; it was not read further.'))
      else done(null, chunk)
    },
  })
  const bytes = packed ? raw.pipe(createGunzip()) : raw
  raw.on('error', (e) => bytes.destroy(e))
  bytes.on('error', (e) => guard.destroy(e instanceof AppError ? e : new AppError('invalid', `The file ends in the middle or is damaged: ${e.message}.`)))
  bytes.pipe(guard)
  return { bytes: guard, bytesRead: () => read, size }
}

const replacement = '\uFFFD'

async function* decode(bytes: AsyncIterable<Buffer>, encoding: string, replaced: (n: number) => void): AsyncIterable<string> {
  const decoder = new TextDecoder(encoding, { fatal: false })
  for await (const chunk of bytes) {
    const text = decoder.decode(chunk, { stream: true })
    if (text.includes(replacement)) replaced(text.split(replacement).length - 1)
    yield text
  }
  yield decoder.decode()
}
