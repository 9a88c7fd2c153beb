/** Decides which operating-system account runs the database server: PostgreSQL refuses to run as root. */

import { readFile } from 'node:fs/promises'

/** Account for the server; `undefined` means: the one this process runs as. */
export type ServerAccount = { readonly uid: number; readonly gid: number } | undefined

/** Names tried under root, best first: a dedicated account where the system has one, else the powerless one. */
const CANDIDATES = ['evenkeel', 'postgres', 'nobody']

/**
 * The account that runs the server. An ordinary user runs it as himself. Root borrows an existing unprivileged
 * account and creates none: a program that adds users to a machine is a surprise.
 */
export async function serverAccount(ownerUid?: number): Promise<ServerAccount> {
  if (process.getuid?.() !== 0) return undefined
  const accounts = (await readFile('/etc/passwd', 'utf8').catch(() => ''))
    .split('\n')
    .map((line) => line.split(':'))
    .map(([name, , uid, gid]) => ({ name, uid: Number(uid), gid: Number(gid) }))
  const found =
    (ownerUid ? accounts.find((account) => account.uid === ownerUid) : undefined) ??
    CANDIDATES.map((name) => accounts.find((account) => account.name === name)).find((account) => account?.uid)
  if (!found) {
    throw new Error(
      'PostgreSQL refuses to run as root and this machine has no account named evenkeel, postgres or nobody. ' +
        'Create one (`useradd --system evenkeel`), start Evenkeel as an ordinary user, or set DATABASE_URL.',
    )
  }
  return { uid: found.uid, gid: found.gid }
}
