/** `evenkeel doctor`: looks at everything an installation needs and says what is wrong and what to do about it. */

import { tryConfig, type Config } from './config.ts'
import { checkDatabase } from './doctor-database.ts'
import { checkMachine } from './doctor-machine.ts'
import { checkOutside } from './doctor-outside.ts'

/** One line of the report. */
export interface Finding {
  /** `warn`: it works, but not as it should. `fail`: it does not work, or something confirmed could be lost. */
  readonly level: 'ok' | 'warn' | 'fail'
  readonly subject: string
  readonly text: string
  /** What to do, as an order; absent where all is well. */
  readonly remedy?: string
}

export type Check = (config: Config) => Promise<Finding[]>

/** Prints the report; the exit code is 1 where anything failed. */
export async function run(_args: readonly string[], config: Config): Promise<number> {
  const groups = await Promise.all([checkMachine, checkDatabase, checkOutside].map((check) => survive(check, config)))
  const findings = [...checkSettings(), ...groups.flat()]
  const width = Math.max(...findings.map(({ subject }) => subject.length))
  for (const { level, subject, text, remedy } of findings) {
    console.log(`${level.padEnd(4)}  ${subject.padEnd(width)}  ${text}`)
    if (remedy !== undefined) console.log(`${' '.repeat(width + 8)}→ ${remedy}`)
  }
  const failed = findings.filter(({ level }) => level === 'fail').length
  const warned = findings.filter(({ level }) => level === 'warn').length
  console.log(failed + warned === 0 ? '\nAll is well.' : `\n${failed} failed, ${warned} to look at.`)
  return failed > 0 ? 1 : 0
}

/** A wrong setting is named here, and the other checks go on with its default. */
function checkSettings(): Finding[] {
  const { config, faults } = tryConfig()
  if (faults.length + config.warnings.length === 0) return [{ level: 'ok', subject: 'settings', text: 'all can be used' }]
  const remedy = '`evenkeel config` says what each setting takes'
  return [
    ...faults.map((text): Finding => ({ level: 'fail', subject: 'settings', text, remedy })),
    ...config.warnings.map((text): Finding => ({ level: 'warn', subject: 'settings', text })),
  ]
}

/** A check that breaks is itself a finding: the others must still be seen. */
async function survive(check: Check, config: Config): Promise<Finding[]> {
  try {
    return await check(config)
  } catch (error) {
    return [{ level: 'fail', subject: check.name, text: error instanceof Error ? error.message : String(error) }]
  }
}
