/** What the webhook channel lets out and what it does not. */
import { createHmac } from 'node:crypto'
import { createServer, type Server } from 'node:http'
import { createServer as createPlainServer } from 'node:net'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { isPrivate, postWebhook } from './webhook.ts'

let server: Server
let port = 0
let status = 204
const heard: { headers: Record<string, unknown>; body: string }[] = []
beforeAll(async () => {
  server = createServer((req, res) => {
    let body = ''
    req.on('data', (c: Buffer) => { body += c.toString() })
    req.on('end', () => { heard.push({ headers: req.headers, body }); res.writeHead(status).end() })
  })
  await new Promise<void>((resolve) => { server.listen(0, '127.0.0.1', resolve) })
  const a = server.address()
  port = typeof a === 'object' && a !== null ? a.port : 0
})
afterAll(() => { server.close() })

const send = (host: string, allowed: readonly string[], secret: string | null = null) =>
  postWebhook({ id: 'm1', url: `http://${host}:${port}/x`, body: '{"a":1}', secret, timestamp: 1_700_000_000 }, allowed)

test.each(['127.0.0.1', '10.1.2.3', '169.254.169.254', '192.168.1.1', '100.64.0.1', '::1', 'fe80::1', '::ffff:10.0.0.1', '0.0.0.0', 'fd00::1'])('%s is private', (a) => { expect(isPrivate(a)).toBe(true) })
test.each(['8.8.8.8', '2606:4700::1111', '1.1.1.1'])('%s is public', (a) => { expect(isPrivate(a)).toBe(false) })

test.each([['127.0.0.1', []], ['localhost', []], ['[::1]', []], ['127.0.0.1', ['10.0.0.0/8']]] as const)('refuses %s with %j allowed, and nothing arrives', async (host, allowed) => {
  const before = heard.length
  expect((await send(host, allowed)).outcome).toBe('refused')
  expect(heard.length).toBe(before)
})

test.each([['127.0.0.1', ['127.0.0.1']], ['127.0.0.1', ['127.0.0.0/8']], ['localhost', ['localhost']]] as const)('reaches %s where %j is allowed', async (host, allowed) => {
  expect((await send(host, allowed)).outcome).toBe('sent')
})

test('signs id, time and body, so that the receiver can check all three', async () => {
  await send('127.0.0.1', ['127.0.0.1'], 'geheim')
  expect(heard.at(-1)?.headers['webhook-signature']).toBe(`v1,${createHmac('sha256', 'geheim').update('m1.1700000000.{"a":1}').digest('base64')}`)
})

test.each([[500, 'retry'], [429, 'retry'], [404, 'refused'], [302, 'retry']] as const)('an answer of %i means %s', async (code, outcome) => {
  status = code
  expect((await send('127.0.0.1', ['127.0.0.1'])).outcome).toBe(outcome)
  status = 204
})

test('a receiver that sends a byte now and then is given up after ten seconds all the same', async () => {
  const dripping = createPlainServer((socket) => {
    socket.on('error', () => undefined)
    socket.once('data', () => {
      socket.write('HTTP/1.1 200 OK\r\nX-Slow: ')
      const drip = setInterval(() => { socket.write('a') }, 500)
      socket.on('close', () => { clearInterval(drip) })
    })
  })
  await new Promise<void>((resolve) => { dripping.listen(0, '127.0.0.1', resolve) })
  const a = dripping.address()
  const url = `http://127.0.0.1:${typeof a === 'object' && a !== null ? a.port : 0}/`
  expect(await postWebhook({ id: 'm1', url, body: '{}', secret: null, timestamp: 1 }, ['127.0.0.1'])).toEqual({ outcome: 'retry', reason: 'no answer within 10 s' })
  dripping.close()
}, 15_000)
