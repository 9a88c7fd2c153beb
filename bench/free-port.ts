/** Where a server of the bench listens. */
import { type AddressInfo, createServer } from 'node:net'

/** A port of the loopback that nobody listens at: another server would answer in place of ours. */
export const freePort = (): Promise<number> => new Promise((resolve, reject) => {
  const server = createServer().once('error', reject).listen(0, '127.0.0.1', () => {
    const { port } = server.address() as AddressInfo
    server.close(() => { resolve(port) })
  })
})
