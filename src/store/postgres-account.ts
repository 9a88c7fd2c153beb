/** Decides which operating-system account runs the database server: PostgreSQL refuses to run as root. */

import { spawnSync } from 'node:child_process'
import { readFile, stat } from 'node:fs/promises'
import { PostgresError } from './postgres-error.ts'

/** An unprivileged account; `undefined` means the one that this process runs as. */
export type ServerAccount = { readonly uid: number; readonly gid: number } | undefined

/** Names tried under root, best first: a dedicated account where the machine has one, else the powerless one. */
const CANDIDATES = ['evenkeel', 'postgres', 'nobody']

/** True where this process is root and must hand the server to another account. */
export function isRoot(): boolean {
  return process.getuid?.() === 0
}

/**
 * The account that runs the server of `cluster`.
 *
 * An ordinary user runs it as himself. Root takes the owner of an existing cluster, else borrows an existing
 * unprivileged account; it creates none, for a program that adds users to a machine is a surprise.
 */
export async function serverAccount(cluster: string): Promise<ServerAccount> {
  const owner = await stat(cluster).catch(() => undefined)
  if (!isRoot()) {
    const self = process.getuid?.()
    if (owner && self !== undefined && owner.uid !== self) {
      throw new PostgresError(
        'folder_of_another_user',
        `The database in ${cluster} belongs to uid ${owner.uid}, but Evenkeel runs as uid ${self}. ` +
          'Start it as the user it was first started as (perhaps root), or set EVENKEEL_DATA to a folder of your own.',
      )
    }
    return undefined
  }
  if (owner && owner.uid !== 0) return { uid: owner.uid, gid: owner.gid }
  const accounts = await readAccounts()
  const found = CANDIDATES.map((name) => accounts.find((account) => account.name === name)).find((account) => account?.uid)
  if (!found) {
    throw new PostgresError(
      'no_account',
      `PostgreSQL refuses to run as root, and this machine has no account named ${CANDIDATES.join(', ')}. ` +
        'Create one (`useradd --system evenkeel`), start Evenkeel as an ordinary user, or set DATABASE_URL.',
    )
  }
  return { uid: found.uid, gid: found.gid }
}

async function readAccounts(): Promise<{ name: string; uid: number; gid: number }[]> {
  const lines = (await readFile('/etc/passwd', 'utf8').catch(() => '')).split('\n')
  return lines.map((line) => {
    const [name = '', , uid, gid] = line.split(':')
    return { name, uid: Number(uid), gid: Number(gid) }
  })
}

/**
 * Whether the account can enter `folder` through all folders above it. Asked of the kernel and not worked out from
 * mode bits: access lists, namespaces and mount options count too.
 */
export function canEnter(account: ServerAccount, folder: string): boolean {
  if (!account) return true
  const probe = spawnSync('/bin/sh', ['-c', 'cd "$1"', 'sh', folder], { ...account, cwd: '/', stdio: 'ignore' })
  if (probe.error) {
    throw new PostgresError(
      'no_account',
      `Root may not switch to uid ${account.uid} here (${probe.error.message}), and PostgreSQL refuses to run as root. ` +
        'Start Evenkeel as an ordinary user, or set DATABASE_URL.',
      probe.error,
    )
  }
  return probe.status === 0
}
