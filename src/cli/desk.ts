/** What the commands of a server work with. */
import type { Client } from '../client/client.ts'
import type { Description } from '../client/description.ts'

/** What of the settings a command needs; no slash at the end of the address. */
export interface Server {
  readonly serverUrl: string
  readonly token: string | undefined
}

/** What commands work with. */
export interface Desk {
  readonly server: Server
  readonly client: Client
  readonly about: Description
}
