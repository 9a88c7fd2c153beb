/** The load's side of HTTP: a fixed number of kept connections to one port of the loopback, the same for every product. */
import { Agent, request } from 'node:http'

export interface Client {
  /** One reading request; the answer's body as it came. Refuses any status but 2xx. */
  get(address: string): Promise<string>
  /** One request; a text goes out as it is, anything else as JSON. Refuses any status but 2xx. */
  post(address: string, body: unknown): Promise<Record<string, unknown>>
  end(): void
}

/** `token` is sent as a bearer where there is one. */
export function connect(port: number, token: string | null, connections: number): Client {
  const agent = new Agent({ keepAlive: true, maxSockets: connections })
  const ask = (method: 'GET' | 'POST', address: string, text: string | null): Promise<string> => {
    const headers = { ...(text === null ? {} : { 'content-type': 'application/json', 'content-length': Buffer.byteLength(text) }), ...(token === null ? {} : { authorization: `Bearer ${token}` }) }
    return new Promise((resolve, reject) => {
      const r = request({ agent, host: '127.0.0.1', port, path: encodeURI(address), method, headers }, (answer) => {
        let said = ''
        answer.setEncoding('utf8').on('data', (d: string) => { said += d }).on('end', () => {
          if ((answer.statusCode ?? 500) >= 300) reject(new Error(`${method} ${address}: ${answer.statusCode} ${said.slice(0, 300)}`))
          else resolve(said)
        })
      })
      r.on('error', reject)
      r.end(text ?? undefined)
    })
  }
  return {
    get: (address) => ask('GET', address, null),
    post: async (address, body) => {
      const said = await ask('POST', address, typeof body === 'string' ? body : JSON.stringify(body))
      return said.startsWith('{') ? JSON.parse(said) as Record<string, unknown> : {}
    },
    end: () => { agent.destroy() },
  }
}
