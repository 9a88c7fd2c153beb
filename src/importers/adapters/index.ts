/** Readers of nested exports by name: each makes of one element the rows that a mapping can read. */
import type { SourceRow } from '../read/open.ts'
import { glpi } from './glpi.ts'
import { jira } from './jira.ts'
import { otrs } from './otrs.ts'
import { requestTracker } from './request-tracker.ts'
import { servicenow } from './servicenow.ts'
import { zammad } from './zammad.ts'

/** `line` is the element's place in the file. Rows of one record come one behind the other, oldest first. */
export type Adapter = (value: unknown, line: number) => SourceRow[]

export const adapters: Readonly<Record<string, Adapter>> = { glpi, jira, otrs, 'request-tracker': requestTracker, servicenow, zammad }
