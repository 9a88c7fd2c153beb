/** `evenkeel configuration import`: sends an inventory's files, waits until they are compared, and says what was found and done. */
import { callForBytes } from './bytes.ts'
import type { Desk } from './desk.ts'
import { type Flag, flagLines, splitWords } from './flags.ts'
import { kindsOf, report, sendFile, waitFor } from './import.ts'
import { resolve } from './resolve.ts'
import { UsageError } from './usage.ts'

const flags: readonly Flag[] = [
  { name: 'format', value: 'FORMAT', help: 'csv, itop, netbox, kubernetes or prometheus; needed once, for a new source' },
  { name: 'dry-run', alone: true, help: 'compare and report; write nothing' },
  { name: 'part', alone: true, help: 'the files are a part of what the source knows: nothing is missing' },
  { name: 'really', alone: true, help: 'go on although more than a tenth of what the source knew is gone' },
  { name: 'org', value: 'NAME', help: 'whose configuration it is; your own organization where nothing is said' },
  { name: 'json', alone: true, help: 'print what the server answers' },
  { name: 'help', alone: true, help: 'show this' },
]
const usage = 'configuration import SOURCE FILE... [--format FORMAT] [--dry-run] [--part] [--really] [--org NAME]'

/** Ends with 1 where it failed, also where it stopped to ask. */
export async function configurationCommand(desk: Desk, args: readonly string[]): Promise<number> {
  const words = splitWords(args, flags)
  const [verb, source, ...paths] = words.rest
  if (words.flags.has('help') || verb === undefined) {
    console.log([`evenkeel ${usage}`, '', 'Reads what an inventory, a cluster or monitoring says is there and compares it with what is recorded.', '', flagLines(flags), '', 'Besides: configuration-source list, discrepancy list, discrepancy explain NUMBER'].join('\n'))
    return 0
  }
  if (verb !== 'import') throw new UsageError(`there is no "configuration ${verb}"; there is: evenkeel ${usage}`)
  if (source === undefined || paths.length === 0) throw new UsageError(`say which source and which files: evenkeel ${usage}`)
  const [format, org] = [words.flags.get('format'), words.flags.get('org')]
  const orgId = typeof org === 'string' ? await resolve(desk.client, desk.about, 'organization', org) : undefined
  const files: { key: string }[] = []
  for (const file of paths) files.push({ key: (await sendFile(desk, file)).key })
  const body = { source, files, isDryRun: words.flags.has('dry-run'), isPart: words.flags.has('part'), isReally: words.flags.has('really'), ...(typeof format === 'string' ? { format } : {}), ...(orgId === undefined ? {} : { orgId }) }
  const made = await (await callForBytes(desk.server, '/api/configuration-imports', { method: 'POST', type: 'application/json', body: Buffer.from(JSON.stringify(body)) })).json() as { readonly number: string }
  const run = await waitFor(desk, made.number)
  const kinds = await kindsOf(desk, run.number)
  if (words.flags.has('json')) console.log(JSON.stringify({ ...run, kinds }, null, 2))
  else report(run, kinds)
  return run.state === 'failed' ? 1 : 0
}
