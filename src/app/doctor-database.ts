/** What the doctor looks at in the database. */

import { existsSync } from 'node:fs'
import path from 'node:path'
import { inspectDatabase, type DatabaseFacts } from '../store/postgres-inspect.ts'
import type { Config } from './config.ts'
import { withDatabase } from './database.ts'
import type { Finding } from './doctor.ts'
import { describeError } from './usage.ts'

const SUBJECT = 'database'

/** Connects as the program would (starting the embedded server where it does not run) and judges what it finds. */
export async function checkDatabase(config: Config): Promise<Finding[]> {
  if (config.databaseUrl === undefined && !existsSync(path.join(config.dataFolder, 'postgres'))) {
    return [{ level: 'ok', subject: SUBJECT, text: 'the embedded PostgreSQL will be made at the first start' }]
  }
  const name = config.databaseUrl === undefined ? 'embedded PostgreSQL' : 'PostgreSQL'
  try {
    const facts = await withDatabase(config, inspectDatabase)
    return [{ level: 'ok', subject: SUBJECT, text: `${name} ${facts.version}, ${Math.ceil(facts.sizeBytes / 2 ** 20)} MB, connected as ${facts.user}` }, ...judge(facts, config.databaseUrl === undefined)]
  } catch (error) {
    const text = describeError(error)
    return [{ level: 'fail', subject: SUBJECT, text: `${name} cannot be used: ${text}`, ...(config.databaseUrl === undefined ? {} : { remedy: 'check DATABASE_URL, the server, and the way between' }) }]
  }
}

const OLDEST_VERSION = 150_000
const SKEW_WARN_SECONDS = 2
const SKEW_FAIL_SECONDS = 30
/** A process holds up to 16 connections and the queue some more. */
const NEEDED_CONNECTIONS = 25

/** What the facts mean for the operator; pure. */
export function judge(facts: DatabaseFacts, isEmbedded: boolean): Finding[] {
  const findings: Finding[] = []
  const say = (level: 'warn' | 'fail', subject: string, text: string, remedy: string) => findings.push({ level, subject, text, remedy })
  if (facts.versionNumber < OLDEST_VERSION) say('fail', SUBJECT, `version ${facts.version} is too old`, 'use PostgreSQL 15 or newer')
  if (facts.encoding !== 'UTF8') say('fail', SUBJECT, `the encoding is ${facts.encoding}`, 'make a database with ENCODING UTF8 and set DATABASE_URL to it')
  for (const [name, value] of Object.entries(facts.durability)) {
    if (value !== 'off') continue
    const level = name === 'synchronous_commit' ? 'warn' : 'fail'
    say(level, 'durability', `${name} is off: a crash can lose what was confirmed`, `set ${name} = on in that server's configuration`)
  }
  if (facts.pendingMigrations.length > 0) {
    say('warn', 'migrations', `not applied yet: ${facts.pendingMigrations.join(', ')}`, 'they are applied at the next start, or by `evenkeel migrate`')
  } else findings.push({ level: 'ok', subject: 'migrations', text: 'up to date' })
  findings.push(judgeSeparation(facts))
  const { used, most } = facts.connections
  if (!isEmbedded && most - used < NEEDED_CONNECTIONS) say('warn', 'connections', `${used} of ${most} in use`, 'raise max_connections, or use fewer processes')
  const skew = Math.abs(facts.clockSkewSeconds)
  if (skew > SKEW_WARN_SECONDS) {
    say(skew > SKEW_FAIL_SECONDS ? 'fail' : 'warn', 'clocks', `the database's clock differs from ours by ${skew.toFixed(1)} s`, 'let NTP keep both machines')
  } else findings.push({ level: 'ok', subject: 'clocks', text: 'database and program agree' })
  return findings
}

/** Whether one organization is kept from another's rows by the database itself. */
function judgeSeparation({ roleFault, tablesWithoutRowSecurity, pendingMigrations, user }: DatabaseFacts): Finding {
  const subject = 'separation'
  const remedies = {
    absent: `CREATE ROLE evenkeel_app NOLOGIN; GRANT evenkeel_app TO ${user};`,
    'not granted': `GRANT evenkeel_app TO ${user};`,
    'passes row security': 'ALTER ROLE evenkeel_app NOSUPERUSER NOBYPASSRLS;',
  } as const
  if (roleFault === 'absent' && pendingMigrations.length > 0) return { level: 'warn', subject, text: 'the role evenkeel_app does not exist yet', remedy: 'it is made with the migrations' }
  if (roleFault !== undefined) return { level: 'fail', subject, text: `the role evenkeel_app, under which requests run: ${roleFault}`, remedy: `let an administrator run: ${remedies[roleFault]}` }
  if (tablesWithoutRowSecurity.length > 0) return { level: 'fail', subject, text: `no row security on ${tablesWithoutRowSecurity.join(', ')}`, remedy: 'restore what the migrations made; until then organizations may see each other' }
  return { level: 'ok', subject, text: 'row security binds every request' }
}
