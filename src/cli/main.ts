/** The command line of a server: finds the record and verb that were asked for in what the API says about itself. */
import { createClient, type Client } from '../client/client.ts'
import { ApiProblem } from '../client/problem.ts'
import { createTransport } from '../client/transport.ts'
import { configurationCommand } from './configuration.ts'
import type { Desk, Server } from './desk.ts'
import { exportRecords } from './export.ts'
import { importCommand, isImportCommand } from './import.ts'
import { audit, listTypes, search, showMe, tokens } from './overview.ts'
import { recordCommand } from './record.ts'
import { localTime, printable } from './show.ts'
import { kebab, nearest, UsageError } from './usage.ts'

const HELP = `  RECORD list [--FIELD VALUE] [--json]     records as a table: incident list --group active --sort -priority
  RECORD show NUMBER                       one record, and what can be done with it
  RECORD create --FIELD VALUE              a new record: incident create --title "Gate is down" --service gate
  RECORD VERB NUMBER... [--INPUT VALUE]    one verb on one or more: incident acknowledge INC-1042
  RECORD timeline NUMBER                   what happened to it, by whom and when
  RECORD attach NUMBER FILE                a file on it; attachments NUMBER lists them, download fetches one
  RECORD --help, RECORD VERB --help        verbs of a record, flags of a verb
  records                                  which records there are
  search WORDS                             finds words in records and comments
  export RECORDS [--format csv|json]       a whole list to standard output, with the filters of list
  import MAPPING FILE... [--dry-run]       brings history in; import --help names the mappings
  configuration import SOURCE FILE...      compares what is there with what is recorded; --help says how
  audit [--record RECORD] [--verb VERB]    what everybody did, newest first
  tokens list|create|revoke                tokens by which programs sign in
  me                                       who the token is

--json prints what the server answers. Exit codes: 0 done, 1 refused or failed, 2 asked wrongly.`

/** Runs a command against the server; prints refusals itself. Exit codes: 0 done, 1 refused or failed, 2 asked wrongly. */
export async function run(args: readonly string[], config: Server): Promise<number> {
  if (args[0] === 'help') {
    console.log(HELP)
    return 0
  }
  const client = createClient(createTransport({ base: config.serverUrl, ...(config.token === undefined ? {} : { token: config.token }) }))
  try {
    return await dispatch(args, config, client)
  } catch (error) {
    if (error instanceof UsageError) {
      console.error(`evenkeel: ${error.message}`)
      return 2
    }
    if (!(error instanceof ApiProblem)) throw error
    console.error(`evenkeel: ${problemText(error, config, args[0] ?? '')}`)
    return 1
  }
}

async function dispatch(args: readonly string[], server: Server, client: Client): Promise<number> {
  const [first = '', ...rest] = args
  if (first.startsWith('-')) throw new UsageError(`begin with a command, not with ${first}; \`evenkeel help\` lists them`)
  switch (first) {
    case 'me': return showMe(rest, client)
    case 'search': return search(rest, client)
    case 'records': return listTypes(rest, await client.describe())
    case 'audit': return audit(rest, client)
    case 'tokens': return tokens(rest, client)
    case 'export': return exportRecords({ server, client, about: await client.describe() }, rest)
    case 'configuration': return configurationCommand({ server, client, about: await client.describe() }, rest)
    case 'import': return imports(rest, { server, client, about: await client.describe() })
    default: return onRecord(first, rest, { server, client, about: await client.describe() })
  }
}

/** An import is a record as well: it is listed, shown and undone like any other. */
function imports(rest: readonly string[], desk: Desk): Promise<number> {
  const type = desk.about.find('import')
  const words = ['list', 'show', 'timeline', 'create', ...(type?.verbs.map(({ name }) => kebab(name)) ?? [])]
  return isImportCommand(rest[0], words) ? importCommand(desk, rest) : onRecord('import', rest, desk)
}

function onRecord(first: string, rest: readonly string[], desk: Desk): Promise<number> {
  const names = desk.about.records.flatMap(({ name, plural }) => [kebab(name), kebab(plural)])
  const type = desk.about.records.find(({ name, plural }) => [name, plural, kebab(name), kebab(plural)].includes(first))
  if (type) return recordCommand(desk, type, rest)
  const guess = nearest(first, [...names, 'search', 'export', 'records', 'configuration', 'audit', 'tokens', 'me'])
  throw new UsageError(`there is no command "${first}"${guess ? `; did you mean "${guess}"?` : ''}\nRecords here: ${desk.about.records.map(({ name }) => kebab(name)).join(', ')}. \`evenkeel help\` shows all.`)
}

/** The sentence of the server, then one line a fault, then what helps. */
function problemText(problem: ApiProblem, { serverUrl, token }: Server, command: string): string {
  if (problem.code === 'offline') return `${serverUrl} does not answer, so "${printable(command)}" cannot be done. Is the server running? EVENKEEL_URL says where it is.`
  const lines = [printable(sentenceOf(problem)), ...faultLines(problem)]
  if (problem.code === 'unauthenticated') lines.push(token === undefined ? 'Set EVENKEEL_TOKEN; `evenkeel token create --name NAME --role ROLE` makes one.' : 'EVENKEEL_TOKEN is not valid (any more).')
  if (problem.code === 'stale' || problem.code === 'conflict') {
    const current = problem.facts['current']
    if (typeof current === 'object' && current !== null && 'updatedAt' in current) lines.push(`Last changed ${localTime(String(current.updatedAt))}.`)
  }
  if (problem.code === 'internal') lines.push(`Request id: ${printable(String(problem.facts['requestId'] ?? 'none'))}`)
  return lines.join('\n')
}

/** What the API calls `/serviceId` is the flag `--service-id` here. */
const flagOf = (at: string): string => (at.startsWith('/') ? `--${kebab(at.slice(1))}` : at)

const sentenceOf = (problem: ApiProblem): string => problem.faults.reduce((text, { at }) => (at.startsWith('/') ? text.replaceAll(at, flagOf(at)) : text), problem.message)

/** One line a fault; a single one that the sentence tells already is not told twice. */
const faultLines = (problem: ApiProblem): string[] =>
  problem.faults.filter(({ message }) => !(problem.faults.length === 1 && problem.message.includes(message)))
    .map(({ at, message }) => `  ${printable(`${flagOf(at)} ${message}`)}`)
