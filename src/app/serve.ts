/** Puts the parts together and serves: database, migration, store, worker, ways in, HTTP face. */
import { existsSync } from 'node:fs'
import path from 'node:path'
import pino from 'pino'
import { openMailer } from '../channels/email.ts'
import { openDoor } from '../intake/door.ts'
import { keyRoutes } from '../intake/key-routes.ts'
import { intakeRoutes } from '../intake/routes.ts'
import { senders } from '../intake/senders.ts'
import { createAuth } from '../server/auth.ts'
import { startServer } from '../server/server.ts'
import { rule } from '../model/actor.ts'
import { carryServices } from '../practices/configuration/reactions.ts'
import { runImportTask, undoImportTask } from '../practices/history/reactions.ts'
import { migrate } from '../store/migrate.ts'
import { openStore } from '../store/open.ts'
import { startWorker } from '../store/worker.ts'
import type { Config } from './config.ts'
import { ownDatabase } from './database.ts'
import { deliver } from './deliver.ts'
import { followClustersForever } from './follow-clusters.ts'
import { followFactsForever } from './follow-facts.ts'
import { importDesk } from './import-desk.ts'
import { dropOldFiles, importFiles } from './import-files.ts'
import { startImportRunner } from './import-runner.ts'
import { askForHouse, houseTask, keepHouseHourly } from './keep-house.ts'
import { logStream } from './log-lines.ts'
import { practices } from './parts.ts'
import { openReceivers } from './receivers.ts'
import { rowFacts } from './row-facts.ts'
import { version } from './version.ts'

const webFolder = path.resolve(import.meta.dirname, '..', '..', 'dist', 'web')

/** Nobody shall wait for it at the start. */
const houseAfterSeconds = 20

/** Resolves when requests are answered. What was opened is closed again, last first, when a later step fails or at `stop`. */
export async function serve(config: Config): Promise<{ stop(): Promise<void> }> {
  const logOptions = { level: config.logLevel, redact: ['req.headers.authorization', 'req.headers.cookie'], serializers: { err: errorOf } }
  const lines = logStream(process.stdout)
  const log = lines === undefined ? pino(logOptions) : pino(logOptions, lines)
  const opened: (() => Promise<void> | void)[] = []
  const stop = async (): Promise<void> => {
    for (const close of opened.splice(0).toReversed()) await close()
  }
  try {
    const database = await ownDatabase(config, { log: (line) => { log.info(line) } })
    opened.push(() => database.stop())
    for (const name of await migrate(database.url)) log.info(`migrated: ${name}`)
    const store = openStore({ url: database.url, practices, warn: (message, err) => { log.warn({ err }, message) } })
    opened.push(() => store.close())
    const mailer = openMailer(config.smtpUrl ?? null, config.mailFrom)
    opened.push(() => { mailer.close() })
    const receivers = openReceivers()
    const files = importFiles(config.dataFolder, config.importLimitBytes)
    const imports = startImportRunner(store, log)
    opened.push(() => imports.stop())
    const worker = await startWorker({ store, log, isOnlyOne: database.isEmbedded, outside: {
      deliver: (p) => deliver(store, mailer, config.allowPrivateWebhooks, String(p['id']), config.baseUrl, receivers),
      [houseTask]: async () => { await dropOldFiles(store, files); await keepHouseHourly(store, { eventDays: config.eventDays }, log) },
      [runImportTask]: async (p) => { imports.take(String(p['importId'])) },
      [undoImportTask]: async (p) => { imports.take(String(p['importId'])) },
    } })
    opened.push(() => worker.stop())
    const following = await followFactsForever(store, log)
    opened.push(() => following.stop())
    const clustering = await followClustersForever(store, log)
    opened.push(() => clustering.stop())
    await askForHouse(store, houseAfterSeconds)
    await store.write(rule('start'), (s) => s.after({ task: carryServices.name, payload: {}, key: carryServices.name }))
    const door = await openDoor({ store, warn: (message, err) => { log.warn({ err }, message) } })
    opened.push(() => door.close())
    const auth = createAuth(store)
    const authorize = senders(store, door, (token) => auth.actorOf({ authorization: `Bearer ${token}` }))
    const server = await startServer({
      store, auth, log, version, config: { host: config.host, port: config.port, baseUrl: config.baseUrl, trustProxy: config.trustProxy }, webFolder: existsSync(webFolder) ? webFolder : null, rowFacts, imports: importDesk(store, files),
      routes: (app, { actorOf }) => { intakeRoutes(app, { store, door, authorize }); keyRoutes(app, { store, door, actorOf }) },
    })
    opened.push(() => server.stop())
    await welcome(config, await auth.openSetup())
    return { stop }
  } catch (error) {
    await stop()
    throw error
  }
}

/** Without the connection that the driver hangs on its errors: pages of its inside, with the key that cancels its queries. */
function errorOf(error: Error): object {
  const { client: _, ...rest } = pino.stdSerializers.err(error)
  return rest
}

async function welcome(config: Config, setup: string | null): Promise<void> {
  console.log(`\nEvenkeel ${version} answers at ${config.baseUrl}`)
  if (setup !== null) console.log(`\nNobody administers it yet. Open this link within a day; it works once:\n\n  ${config.baseUrl}/setup?secret=${setup}\n`)
}
