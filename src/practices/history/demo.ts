/** The demo company as an import: by which name it goes, and what can be asked of it. */
import { z } from 'zod'

/** Source of the import that a demo company is. One stands in an installation at a time. */
export const demoSource = 'demo'

/** Ways to behave that a demo company can have. */
export const profileNames = ['balanced', 'reactive', 'rigid', 'hasty'] as const
export type ProfileName = (typeof profileNames)[number]

/** What is asked for; the same profile and seed give the same company. */
export const demoAskedSchema = z.strictObject({
  profile: z.enum(profileNames).default('balanced'),
  seed: z.int().min(0).max(2_147_483_647).default(1),
  /** Build it beside incidents that no demo made. */
  force: z.boolean().default(false),
})
export type DemoAsked = z.infer<typeof demoAskedSchema>

/** The import record's input; it has no file, so its one file is empty. */
export const demoImport = (asked: DemoAsked): Readonly<Record<string, unknown>> => ({
  source: demoSource, mapping: { name: demoSource, title: `Demo company, ${asked.profile}, seed ${asked.seed}`, ...asked }, files: [{ name: 'simulation', bytes: 0, key: '00000000' }],
})

/** Reads what was asked for from the mapping of an import. */
export const demoAskedIn = (mapping: Readonly<Record<string, unknown>>): DemoAsked => demoAskedSchema.parse({ profile: mapping['profile'], seed: mapping['seed'], force: mapping['force'] })
