/** Gives the program its database: the one that `DATABASE_URL` names, else the embedded one, started or joined. */

import { startPostgres } from '../store/postgres.ts'
import type { Config } from './config.ts'

/** A database that can be connected to. */
export interface OpenedDatabase {
  /** Connects as its owner. */
  readonly url: string
  readonly isEmbedded: boolean
  /** Stops the embedded server where this process started it for itself; else does nothing to it. */
  stop(): Promise<void>
}

/** What `serve` wants to hear of the embedded server, which comes back by itself when it is lost. */
export interface DatabaseWatch {
  readonly log: (line: string) => void
  readonly onExit?: () => void
  readonly onReturn?: () => void
}

/** For `serve`: owns the embedded server until stopped. */
export function ownDatabase(config: Config, watch: DatabaseWatch): Promise<OpenedDatabase> {
  return open(config, 'serve', watch)
}

/** For a command: uses the server of a running `serve`, or starts it for as long as the work takes. */
export async function withDatabase<T>(config: Config, work: (url: string) => Promise<T>): Promise<T> {
  const database = await open(config, 'command', { log: (line) => console.error(line) })
  try {
    return await work(database.url)
  } finally {
    await database.stop()
  }
}

async function open(config: Config, use: 'serve' | 'command', watch: DatabaseWatch): Promise<OpenedDatabase> {
  if (config.databaseUrl !== undefined) return { url: config.databaseUrl, isEmbedded: false, stop: async () => {} }
  const server = await startPostgres({ dataFolder: config.dataFolder, use, ...watch })
  return { url: server.url, isEmbedded: true, stop: server.stop }
}
