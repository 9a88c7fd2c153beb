/** Serves the built pages: files whose name carries a hash for ever, everything else asked for again, page addresses as index.html. */
import { readFile, stat } from 'node:fs/promises'
import path from 'node:path'
import { promisify } from 'node:util'
import { brotliCompress, constants, gzip } from 'node:zlib'
import type { FastifyReply, FastifyRequest } from 'fastify'

const kinds: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8', '.js': 'text/javascript; charset=utf-8', '.css': 'text/css; charset=utf-8', '.json': 'application/json; charset=utf-8',
  '.svg': 'image/svg+xml', '.png': 'image/png', '.ico': 'image/x-icon', '.woff2': 'font/woff2', '.webmanifest': 'application/manifest+json', '.txt': 'text/plain; charset=utf-8', '.map': 'application/json',
}
const packable = new Set(['.html', '.js', '.css', '.json', '.svg', '.webmanifest', '.txt', '.map'])
/** A built page has about a hundred files; more would mean that somebody asks for names to fill the memory. */
const mostKept = 500

interface Packed {
  readonly mtimeMs: number
  readonly bytes: Buffer
}

/** Answers with a file of the folder; false where there is none and the address is no page. */
export type ServeWeb = (request: FastifyRequest, reply: FastifyReply) => Promise<boolean>

/** Reads files as they are asked for, so that a rebuilt page needs no restart. */
export function serveWebFolder(folder: string): ServeWeb {
  const root = path.resolve(folder)
  const kept = new Map<string, Packed>()

  const pack = async (file: string, mtimeMs: number, encoding: 'br' | 'gzip' | ''): Promise<Buffer> => {
    const key = `${encoding} ${file}`
    const known = kept.get(key)
    if (known?.mtimeMs === mtimeMs) return known.bytes
    const plain = await readFile(file)
    const bytes = encoding === 'br' ? await promisify(brotliCompress)(plain, { params: { [constants.BROTLI_PARAM_QUALITY]: 9, [constants.BROTLI_PARAM_SIZE_HINT]: plain.length } })
      : encoding === 'gzip' ? await promisify(gzip)(plain, { level: 8 }) : plain
    if (kept.size < mostKept) kept.set(key, { mtimeMs, bytes })
    return bytes
  }

  return async (request, reply) => {
    const found = await find(root, request.url)
    if (!found) return false
    const extension = path.extname(found.file)
    const accepted = String(request.headers['accept-encoding'] ?? '')
    const encoding = !packable.has(extension) ? '' : /\bbr\b/.test(accepted) ? 'br' : /\bgzip\b/.test(accepted) ? 'gzip' : ''
    const etag = `"${Math.floor(found.mtimeMs).toString(36)}-${found.size.toString(36)}${encoding}"`
    const isHashed = /\/assets\/.+-[\w-]{8,}\.\w+$/.test(found.file.replaceAll(path.sep, '/'))
    reply.header('cache-control', isHashed ? 'public, max-age=31536000, immutable' : 'no-cache').header('etag', etag).header('vary', 'accept-encoding')
    if (request.headers['if-none-match'] === etag) {
      await reply.code(304).send()
      return true
    }
    if (encoding !== '') reply.header('content-encoding', encoding)
    await reply.code(200).header('content-type', kinds[extension] ?? 'application/octet-stream').send(await pack(found.file, found.mtimeMs, encoding))
    return true
  }
}

async function find(root: string, url: string): Promise<{ file: string; mtimeMs: number; size: number } | null> {
  let name: string
  try { name = decodeURIComponent(url.split('?')[0] ?? '/') } catch { return null }
  const wanted = path.resolve(root, `.${name}`)
  if (name.includes('\0') || (wanted !== root && !wanted.startsWith(root + path.sep))) return null
  // A dot in the last part means a file; without one it is a page, and the pages' own router finds it.
  const isFile = path.extname(name) !== ''
  for (const file of isFile ? [wanted] : [path.join(root, 'index.html')]) {
    const s = await stat(file).catch(() => null)
    if (s?.isFile()) return { file, mtimeMs: s.mtimeMs, size: s.size }
  }
  return null
}
