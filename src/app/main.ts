/** The program: finds the command that was asked for, runs it, and turns its end into an exit code. */

import { existsSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { describeSettings, readConfig, tryConfig, type Config } from './config.ts'
import { withDatabase } from './database.ts'
import { runServer } from './run-server.ts'
import { describeError, isExpected, UsageError } from './usage.ts'

/** Does its work and returns the exit code: 0 done, 1 refused or failed, 2 asked wrongly. */
export type Command = (args: readonly string[], config: Config) => Promise<number>

interface LocalCommand {
  readonly usage: string
  readonly summary: string
  readonly run: Command
}

/** The commands that need this machine; all others speak to the API and live in src/cli. */
const commands: Readonly<Record<string, LocalCommand>> = {
  serve: { usage: 'serve', summary: 'run the server', run: (_args, config) => runServer(config) },
  migrate: { usage: 'migrate', summary: 'bring the database to the schema of this version', run: migrateDatabase },
  'admin create': { usage: 'admin create --email ADDRESS [--name NAME] [--organization NAME] [--password-stdin]', summary: 'make an administrator; prints the password it made unless one is given', run: from('./admin.ts') },
  'token create': { usage: 'token create --name NAME --role ROLE [--reach all|organization] [--organization NAME] [--expires-in-days N]', summary: 'make a token for the API; prints it alone', run: from('./token.ts') },
  backup: { usage: 'backup FILE', summary: 'write the whole database into one file', run: from('./backup.ts', 'backup') },
  restore: { usage: 'restore FILE', summary: 'fill an empty database from a backup', run: from('./backup.ts', 'restore') },
  demo: { usage: 'demo [--profile balanced|reactive|rigid|hasty] [--seed N] [--force] | demo --reset', summary: 'build a company that does not exist, with two years of history, or remove it', run: from('./demo.ts') },
  verify: { usage: 'verify', summary: 'check every chain, record and seal of the journal', run: from('./verify.ts') },
  doctor: { usage: 'doctor', summary: 'say what is wrong with this installation', run: from('./doctor.ts') },
  'run-import': { usage: 'run-import NUMBER', summary: 'carry out an import that waits; the server does this by itself', run: from('./run-import.ts') },
  config: { usage: 'config', summary: 'show all settings, what they take and what holds now', run: showSettings },
  version: { usage: 'version', summary: 'show the versions', run: showVersion },
}

/** Runs the program with the words after its name, and ends the process. */
export async function run(args: readonly string[]): Promise<void> {
  process.stdout.on('error', endWithReader)
  process.on('uncaughtException', (error) => {
    console.error('evenkeel: a fault of ours ended the program:', error)
    process.exit(1)
  })
  const code = await runCommand(args)
  // A pipe takes 64 KiB at a time: ending before its reader took the rest would cut a long answer short.
  await new Promise((done) => process.stdout.write('', done))
  process.exit(code)
}

async function runCommand(args: readonly string[]): Promise<number> {
  try {
    const [name, command, rest] = find(args)
    if (command === undefined) return name === '' ? await showHelp() : await runRemote(args)
    if (rest.includes('--help')) {
      console.log(`evenkeel ${command.usage}\n\n${command.summary}`)
      return 0
    }
    // These must work where the settings are wrong: they are how one finds that out.
    const isTolerant = ['config', 'version', 'doctor'].includes(name)
    return await command.run(rest, isTolerant ? tryConfig().config : settingsWithWarnings())
  } catch (error) {
    console.error(isExpected(error) ? `evenkeel: ${describeError(error)}` : error)
    return error instanceof UsageError ? 2 : 1
  }
}

function find(args: readonly string[]): [name: string, command: LocalCommand | undefined, rest: readonly string[]] {
  const [first = '', second = ''] = args
  if (['', 'help', '--help', '-h'].includes(first)) return ['', undefined, args]
  if (['--version', '-v'].includes(first)) return ['version', commands['version'], args.slice(1)]
  const pair = `${first} ${second}`
  if (Object.hasOwn(commands, pair)) return [pair, commands[pair], args.slice(2)]
  return [first, Object.hasOwn(commands, first) ? commands[first] : undefined, args.slice(1)]
}

/** A command in a file of its own, loaded only when it is asked for: `version` must not wait for the server's code. */
function from(file: string, name = 'run'): Command {
  return async (args, config) => {
    const url = new URL(file, import.meta.url)
    if (!existsSync(url)) throw new UsageError(`this command is not there yet (${file})`)
    const module: Readonly<Record<string, Command | undefined>> = await import(url.href)
    const command = module[name]
    if (command === undefined) throw new Error(`${file} exports no ${name}`)
    return command(args, config)
  }
}

const runRemote: (args: readonly string[]) => Promise<number> = async (args) => {
  if (!existsSync(new URL('../cli/main.ts', import.meta.url))) throw new UsageError(`there is no command "${args[0]}"; \`evenkeel help\` lists them`)
  return from('../cli/main.ts')(args, settingsWithWarnings())
}

function settingsWithWarnings(): Config {
  const config = readConfig()
  for (const warning of config.warnings) console.error(`evenkeel: ${warning}`)
  return config
}

async function migrateDatabase(_args: readonly string[], config: Config): Promise<number> {
  const { migrate } = await import('../store/migrate.ts')
  const applied = await withDatabase(config, migrate)
  console.log(applied.length === 0 ? 'The database is up to date.' : applied.map((name) => `applied ${name}`).join('\n'))
  return 0
}

async function showSettings(): Promise<number> {
  for (const { name, type, value, from: source, why } of describeSettings()) {
    console.log(`${name}=${value}${source === 'default' ? '' : '   (from the environment)'}\n    ${type}. ${why}\n`)
  }
  const { config, faults } = tryConfig()
  for (const line of [...faults, ...config.warnings]) console.log(`! ${line}`)
  return faults.length > 0 ? 1 : 0
}

async function showVersion(): Promise<number> {
  const description: { version: string } = JSON.parse(await readFile(new URL('../../package.json', import.meta.url), 'utf8'))
  console.log(`evenkeel ${description.version} (node ${process.versions.node}, ${process.platform} ${process.arch})`)
  return 0
}

async function showHelp(): Promise<number> {
  const width = Math.max(...Object.keys(commands).map((name) => name.length))
  console.log('evenkeel COMMAND\n\nOn this machine (`evenkeel COMMAND --help` says what each takes):')
  for (const [name, { summary }] of Object.entries(commands)) console.log(`  ${name.padEnd(width)}  ${summary}`)
  if (existsSync(new URL('../cli/main.ts', import.meta.url))) {
    console.log('\nOn a server (EVENKEEL_URL, EVENKEEL_TOKEN):')
    return from('../cli/main.ts')(['help'], tryConfig().config)
  }
  return 0
}

/** `evenkeel config | head` closes the pipe early; that is no failure. */
function endWithReader(error: Error): void {
  process.exit('code' in error && error.code === 'EPIPE' ? 0 : 1)
}

if (import.meta.main) await run(process.argv.slice(2))
