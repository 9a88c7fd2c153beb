/** An import of configuration as a run: by which words it is asked for, beside imports of a past. */
import { z } from 'zod'
import { AppError } from '../../model/error.ts'
import { sayIssue } from '../../model/say-issue.ts'
import { type ConfigurationFormat, configurationFormats } from '../configuration/reconcile-rank.ts'

/** Formats that configuration comes in; their readers are in `src/importers/configuration`. */
export const formatSchema = z.enum(Object.keys(configurationFormats) as [ConfigurationFormat, ...ConfigurationFormat[]])

const sourceName = z.string().min(1).max(80).regex(/^[\p{L}\p{N}][\p{L}\p{N}_.-]*$/u, 'must be one word: letters, digits, _ . -')

/** What is asked for; kept as the mapping of the run. */
export const configurationAskedSchema = z.strictObject({
  kind: z.literal('configuration'),
  /** Name of the configuration source. */
  name: sourceName,
  format: formatSchema,
  /** The files hold only a part of what the source knows: nothing is missing because it is not in them. */
  isPart: z.boolean().default(false),
  /** Go on although more than a tenth of what the source knew is gone. */
  isReally: z.boolean().default(false),
  title: z.string().max(200).optional(),
})
export type ConfigurationAsked = z.infer<typeof configurationAskedSchema>

/** Whether a run's mapping asks for configuration. */
export const isConfiguration = (mapping: Readonly<Record<string, unknown>>): boolean => mapping['kind'] === 'configuration'

/** What a run's mapping asks for. Refused as `invalid` where it does not say. */
export function readConfigurationAsked(mapping: Readonly<Record<string, unknown>>): ConfigurationAsked {
  const parsed = configurationAskedSchema.safeParse(mapping)
  if (parsed.success) return parsed.data
  const [issue] = parsed.error.issues
  throw new AppError('invalid', `The mapping asks for configuration, but ${issue ? `/${issue.path.join('/')} ${sayIssue(issue)}` : 'does not fit'}.`)
}
