/** Rows of the running product: a server of its own, over HTTP on the loopback. */
import { existsSync } from 'node:fs'
import type { BenchRow, Timing } from './row.ts'

export async function apiRows(_dataFolder: string, _timing: Timing, _rows: BenchRow[], skipped: string[]): Promise<void> {
  if (!existsSync(new URL('../src/server/server.ts', import.meta.url))) { skipped.push('the API: its server is not there yet'); return }
  skipped.push('the API')
}
