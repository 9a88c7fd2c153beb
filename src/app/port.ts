/** Finds out who holds a TCP port of this machine, because "address already in use" does not say what to stop. */

import { readdir, readFile, readlink } from 'node:fs/promises'
import { createServer } from 'node:net'

/** Whether this process could listen there: the error that it would meet, or `undefined`. */
export function listenError(host: string, port: number): Promise<NodeJS.ErrnoException | undefined> {
  return new Promise((resolve) => {
    const server = createServer()
    server.once('error', resolve)
    server.listen(port, host, () => server.close(() => resolve(undefined)))
  })
}

/** The sentence for an operator whose port is taken. */
export async function explainTakenPort(host: string, port: number): Promise<string> {
  const holder = await portHolder(port)
  const who = holder ? `by ${holder}` : 'by another process'
  return `Port ${port} on ${host} is taken ${who}. Stop that process, or set EVENKEEL_PORT to another port.`
}

/** `name (pid 12)` of the process that listens, where the kernel tells (Linux; other users' processes only to root). */
async function portHolder(port: number): Promise<string | undefined> {
  const inodes = new Set([...(await listeningInodes('/proc/net/tcp', port)), ...(await listeningInodes('/proc/net/tcp6', port))])
  if (inodes.size === 0) return undefined
  for (const pid of await readdir('/proc').catch(() => [])) {
    if (!/^\d+$/.test(pid)) continue
    for (const handle of await readdir(`/proc/${pid}/fd`).catch(() => [])) {
      const target = await readlink(`/proc/${pid}/fd/${handle}`).catch(() => '')
      const inode = /^socket:\[(\d+)\]$/.exec(target)?.[1]
      if (inode !== undefined && inodes.has(inode)) return `${await processName(pid)} (pid ${pid})`
    }
  }
  return undefined
}

const LISTEN = '0A'

/** Columns of the table: slot, local address, remote address, state, queues, timer, retries, uid, timeout, inode. */
async function listeningInodes(table: string, port: number): Promise<string[]> {
  const hexPort = port.toString(16).toUpperCase().padStart(4, '0')
  const lines = (await readFile(table, 'utf8').catch(() => '')).split('\n').map((line) => line.trim().split(/\s+/))
  return lines.flatMap(([, local = '', , state, , , , , , inode]) => (state === LISTEN && local.endsWith(`:${hexPort}`) && inode ? [inode] : []))
}

async function processName(pid: string): Promise<string> {
  const words = (await readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => '')).split('\0').filter(Boolean)
  return words.slice(0, 3).join(' ') || 'a process'
}
