/** `evenkeel admin create`: makes an administrator without a browser. */

import { randomBytes } from 'node:crypto'
import { createInterface } from 'node:readline/promises'
import { Writable } from 'node:stream'
import { AppError } from '../model/error.ts'
import { is } from '../model/query.ts'
import { person } from '../practices/people/person.ts'
import { createAuth } from '../server/auth.ts'
import type { Config } from './config.ts'
import { readFlags } from './options.ts'
import { UsageError } from './usage.ts'
import { commandLine, ensureProvider, withStore } from './with-store.ts'

const USAGE = 'admin create --email ADDRESS [--name NAME] [--organization NAME] [--password-stdin]'
/** As the pages of set-up and sign-in ask for. */
const SHORTEST_PASSWORD = 10
const LONGEST_PASSWORD = 200

/**
 * Asks for the password on a terminal, takes the first line of standard input with `--password-stdin`, and else makes
 * one and prints it alone on standard output. Never a flag: other users of the machine can read those.
 */
export async function run(args: readonly string[], config: Config): Promise<number> {
  const flags = readFlags(args, { email: 'text', name: 'text', organization: 'text', 'password-stdin': 'yes' }, USAGE)
  const email = person.fields['email']?.schema.safeParse(flags.email)
  if (flags.email === undefined || !email?.success) throw new UsageError(`--email must be a mail address\nusage: evenkeel ${USAGE}`)
  const name = flags.name ?? flags.email.split('@')[0] ?? flags.email
  const given = await givenPassword(flags['password-stdin'] === true)
  const password = given ?? randomBytes(18).toString('base64url')
  await withStore(config, async (store) => {
    const address = flags.email?.toLowerCase() ?? ''
    const known = await store.read(commandLine, (s) => s.list(person, { where: [is('email', address), is('state', 'active')], limit: 1 }))
    if (known.items[0]) throw new AppError('conflict', `${address} belongs to ${known.items[0].name} (${known.items[0].number}) already. Another administrator can give them the role or a new password.`)
    await ensureProvider(store, flags.organization)
    await createAuth(store).createAdmin({ email: address, name, password })
  })
  console.error(`${name} administers this installation and signs in at ${config.baseUrl} as ${flags.email}.`)
  if (given === undefined) {
    console.error('The password, which nobody can read again:')
    console.log(password)
  }
  return 0
}

async function givenPassword(isPiped: boolean): Promise<string | undefined> {
  if (!isPiped && !process.stdin.isTTY) return undefined
  const password = isPiped ? await firstLine() : await askTwice()
  if (password.length < SHORTEST_PASSWORD || password.length > LONGEST_PASSWORD) throw new UsageError(`the password must have ${SHORTEST_PASSWORD} to ${LONGEST_PASSWORD} characters`)
  return password
}

async function firstLine(): Promise<string> {
  const lines = createInterface({ input: process.stdin })
  try {
    for await (const line of lines) return line
    return ''
  } finally {
    lines.close()
  }
}

/** Nothing that is typed is shown. */
async function askTwice(): Promise<string> {
  const silence = new Writable({ write: (_chunk, _encoding, done) => { done() } })
  const terminal = createInterface({ input: process.stdin, output: silence, terminal: true })
  const ask = async (question: string): Promise<string> => {
    process.stderr.write(question)
    const answer = await terminal.question('')
    process.stderr.write('\n')
    return answer
  }
  try {
    const first = await ask('Password: ')
    if ((await ask('Again: ')) !== first) throw new UsageError('the two passwords differ')
    return first
  } catch (error) {
    if (!(error instanceof Error && error.name === 'AbortError')) throw error
    process.stderr.write('\n')
    throw new UsageError('no password was given; nothing was made')
  } finally {
    terminal.close()
  }
}
