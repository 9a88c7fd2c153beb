/** CPU that a product of the bench and its database have used: what a question costs apart from whatever else runs on the machine. */
import { readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'

// Kernels count in hundredths of a second for programs that look from outside.
const tickMs = 10

/** Milliseconds of program and database together since they began, of a data folder whose server is a child of this process; null where the system does not tell. */
export function cpuMsOf(dataFolder: string): number | null {
  try {
    const postmaster = Number(readFileSync(path.join(dataFolder, 'postgres', 'postmaster.pid'), 'utf8').split('\n')[0])
    let ticks = 0
    for (const pid of readdirSync('/proc').filter((n) => /^\d+$/.test(n)).map(Number)) {
      const stat = statOf(pid)
      if (stat !== null && (pid === postmaster || stat.parent === postmaster || stat.parent === process.pid)) ticks += stat.ticks
    }
    return ticks * tickMs
  } catch {
    return null
  }
}

/** Parent and used ticks; null where the process has ended meanwhile. */
function statOf(pid: number): { readonly parent: number; readonly ticks: number } | null {
  try {
    const text = readFileSync(`/proc/${pid}/stat`, 'utf8')
    // The name stands in brackets and may have any sign in it; after it come state, parent and, from the twelfth on, user and system time.
    const rest = text.slice(text.lastIndexOf(')') + 2).split(' ')
    return { parent: Number(rest[1]), ticks: Number(rest[11]) + Number(rest[12]) }
  } catch {
    return null
  }
}
