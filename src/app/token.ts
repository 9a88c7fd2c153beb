/** `evenkeel token create`: makes a token for the API and prints it alone on standard output. */

import { type Reach, reaches, type Role, roles } from '../model/actor.ts'
import { AppError } from '../model/error.ts'
import { plainText } from '../model/field.ts'
import { is } from '../model/query.ts'
import { organization } from '../practices/organization/record.ts'
import { createAuth } from '../server/auth.ts'
import type { Store } from '../store/store.ts'
import type { Config } from './config.ts'
import { readFlags } from './options.ts'
import { UsageError } from './usage.ts'
import { commandLine, ensureProvider, withStore } from './with-store.ts'

const USAGE = `token create --name NAME --role ${roles.join('|')} [--reach all|organization] [--organization NAME] [--expires-in-days N]`
const LONGEST_NAME = 120
const MOST_DAYS = 3650

/** Sees every organization unless `--reach organization` or `--organization` says otherwise. */
export async function run(args: readonly string[], config: Config): Promise<number> {
  const flags = readFlags(args, { name: 'text', role: 'text', reach: 'text', organization: 'text', 'expires-in-days': 'text' }, USAGE)
  const wrong = (message: string): never => { throw new UsageError(`${message}\nusage: evenkeel ${USAGE}`) }
  const name = flags.name ?? wrong('--name is missing')
  if (!plainText(LONGEST_NAME).safeParse(name).success) wrong(`--name must be 1 to ${LONGEST_NAME} characters`)
  const role = roles.find((r): r is Role => r === flags.role) ?? wrong(`--role must be one of ${roles.join(', ')}`)
  const reach = flags.reach === undefined ? undefined : reaches.find((r): r is Reach => r === flags.reach) ?? wrong('--reach must be all or organization')
  const days = flags['expires-in-days']
  if (days !== undefined && !(/^\d{1,4}$/.test(days) && Number(days) >= 1 && Number(days) <= MOST_DAYS)) wrong(`--expires-in-days must be a whole number from 1 to ${MOST_DAYS}`)
  const { secret } = await withStore(config, async (store) => {
    const provider = await ensureProvider(store)
    const orgId = flags.organization === undefined ? provider : await organizationId(store, flags.organization)
    const isNarrow = flags.organization !== undefined
    return createAuth(store).createToken(commandLine, {
      name, role, orgId, reach: reach ?? (isNarrow ? 'organization' : 'all'), expiresInDays: days === undefined ? undefined : Number(days),
    })
  })
  console.log(secret)
  return 0
}

/** By number, id or exact name. */
async function organizationId(store: Store, key: string): Promise<string> {
  return store.read(commandLine, async (s) => {
    const known = await s.seek(organization, key)
    if (known) return known.id
    const { items } = await s.list(organization, { where: [is('name', key)], limit: 2 })
    if (items.length === 1 && items[0]) return items[0].id
    throw new AppError('not_found', items.length === 0 ? `There is no organization ${key}.` : `Several organizations are called ${key}; give the number.`)
  })
}
