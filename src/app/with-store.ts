/** Gives a command of this machine the store of its installation, brought to the schema of this version. */

import { rule } from '../model/actor.ts'
import { organization } from '../practices/organization/record.ts'
import { migrate } from '../store/migrate.ts'
import { openStore } from '../store/open.ts'
import { providerId } from '../store/sign-in.ts'
import type { Store } from '../store/store.ts'
import type { Config } from './config.ts'
import { withDatabase } from './database.ts'
import { practices } from './parts.ts'

/** Whoever can run a command here owns the installation already: the database and its secret are theirs to read. */
export const commandLine = rule('command line')

/** What the provider is called until somebody names it. */
export const firstOrganization = 'Our organization'

/** Migrates first and says so on standard error; the store is closed when the work ends. */
export function withStore<T>(config: Config, work: (store: Store) => Promise<T>): Promise<T> {
  return withDatabase(config, async (url) => {
    for (const name of await migrate(url)) console.error(`evenkeel: applied ${name}`)
    const store = openStore({ url, practices, poolSize: 2 })
    try {
      return await work(store)
    } finally {
      await store.close()
    }
  })
}

/** The organization that operates this installation; on an empty database it is made now. */
export async function ensureProvider(store: Store, name = firstOrganization): Promise<string> {
  const known = await store.db.owner((tx) => providerId(tx))
  if (known !== null) return known
  const made = await store.write(commandLine, (s) => s.create(organization, { name, kind: 'provider', zone: 'UTC' }))
  return made.id
}
