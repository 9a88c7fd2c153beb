/** What the doctor looks at on this machine: Node, the built pages, the data folder, the port. */

import { constants } from 'node:fs'
import { access, stat, statfs } from 'node:fs/promises'
import path from 'node:path'
import type { Config } from './config.ts'
import type { Finding } from './doctor.ts'
import { explainTakenPort, listenError } from './port.ts'

/** Checks that need nothing but this machine. */
export async function checkMachine(config: Config): Promise<Finding[]> {
  const groups = await Promise.all([checkNode(), checkPages(), checkDataFolder(config), checkPort(config)])
  return groups.flat()
}

const NEEDED_MAJOR = 26

function checkNode(): Finding[] {
  const { node } = process.versions
  if (Number.parseInt(node, 10) >= NEEDED_MAJOR) return [{ level: 'ok', subject: 'node', text: node }]
  return [{ level: 'fail', subject: 'node', text: `${node} is too old`, remedy: `start with \`npm start\`, which brings Node ${NEEDED_MAJOR}` }]
}

async function checkPages(): Promise<Finding[]> {
  const page = path.resolve(import.meta.dirname, '..', '..', 'dist', 'web', 'index.html')
  const isBuilt = await access(page).then(() => true, () => false)
  return isBuilt
    ? [{ level: 'ok', subject: 'web pages', text: 'built' }]
    : [{ level: 'warn', subject: 'web pages', text: 'not built yet', remedy: 'start once with `npm start`, which builds them' }]
}

const GIGABYTE = 2 ** 30
/** Below this an alert storm of a night can fill the disk. */
const SCARCE_BYTES = 2 * GIGABYTE
/** The database needs room for its log (up to 1 GB) to go on. */
const TOO_LITTLE_BYTES = GIGABYTE / 4

async function checkDataFolder({ dataFolder, databaseUrl }: Config): Promise<Finding[]> {
  const subject = 'data folder'
  const found = await stat(dataFolder).catch(() => undefined)
  if (!found) {
    const parent = path.dirname(dataFolder)
    const canMake = await access(parent, constants.W_OK).then(() => true, () => false)
    return canMake
      ? [{ level: 'ok', subject, text: `${dataFolder} will be made at the first start` }]
      : [{ level: 'warn', subject, text: `${dataFolder} does not exist, and ${parent} cannot be written`, remedy: 'make it for this user, or set EVENKEEL_DATA' }]
  }
  if (!found.isDirectory()) return [{ level: 'fail', subject, text: `${dataFolder} is no folder`, remedy: 'move that file away, or set EVENKEEL_DATA' }]
  const findings: Finding[] = []
  const canWrite = await access(dataFolder, constants.W_OK | constants.X_OK).then(() => true, () => false)
  if (!canWrite) findings.push({ level: 'fail', subject, text: `${dataFolder} belongs to uid ${found.uid} and cannot be written by uid ${process.getuid?.()}`, remedy: 'start as its owner, or set EVENKEEL_DATA' })
  if ((found.mode & 0o066) !== 0) findings.push({ level: 'warn', subject, text: `${dataFolder} can be read or written by others`, remedy: `chmod go-rw ${dataFolder}` })
  const { bavail, bsize } = await statfs(dataFolder)
  const freeBytes = bavail * bsize
  const free = `${(freeBytes / GIGABYTE).toFixed(1)} GB free`
  if (databaseUrl === undefined && freeBytes < TOO_LITTLE_BYTES) findings.push({ level: 'fail', subject, text: `${dataFolder}: only ${free}`, remedy: 'free some space: the database stops when none is left' })
  else if (databaseUrl === undefined && freeBytes < SCARCE_BYTES) findings.push({ level: 'warn', subject, text: `${dataFolder}: only ${free}`, remedy: 'free some space before it runs out' })
  else if (findings.length === 0) findings.push({ level: 'ok', subject, text: `${dataFolder}, ${free}` })
  return findings
}

async function checkPort({ host, port }: Config): Promise<Finding[]> {
  const subject = 'port'
  const error = await listenError(host, port)
  if (error === undefined) return [{ level: 'ok', subject, text: `${port} on ${host} is free; Evenkeel does not run here` }]
  if (error.code === 'EADDRINUSE') {
    if (await answersAsEvenkeel(host, port)) return [{ level: 'ok', subject, text: `Evenkeel answers on ${host}:${port}` }]
    return [{ level: 'fail', subject, text: (await explainTakenPort(host, port)).replace(/ Stop that.*/, ''), remedy: 'stop that process, or set EVENKEEL_PORT' }]
  }
  if (error.code === 'EACCES') return [{ level: 'fail', subject, text: `this user may not listen on port ${port}`, remedy: 'set EVENKEEL_PORT to 1024 or more' }]
  return [{ level: 'fail', subject, text: `cannot listen on ${host}:${port}: ${error.message}`, remedy: 'set EVENKEEL_HOST to an address of this machine' }]
}

/** Whether an Evenkeel listens there, whoever started it. `0.0.0.0` is asked as this machine. */
export async function answersAsEvenkeel(host: string, port: number): Promise<boolean> {
  const address = host === '0.0.0.0' || host === '::' ? 'localhost' : host.includes(':') ? `[${host}]` : host
  try {
    const answer = await fetch(`http://${address}:${port}/openapi.json`, { signal: AbortSignal.timeout(3_000) })
    return (await answer.text()).includes('Evenkeel')
  } catch {
    return false
  }
}

