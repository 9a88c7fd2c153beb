/** What each setting takes, what it refuses, and that no secret is ever shown. */

import { expect, test } from 'vitest'
import { ConfigError, describeSettings, readConfig } from './config.ts'

test('an empty environment is enough', () => {
  expect(readConfig({ EVENKEEL_PORT: '', EVENKEEL_SMTP_URL: ' ' })).toMatchObject({
    port: 7070,
    host: '127.0.0.1',
    baseUrl: 'http://localhost:7070',
    serverUrl: 'http://localhost:7070',
    databaseUrl: undefined,
    smtpUrl: undefined,
    allowPrivateWebhooks: [],
    trustProxy: [],
    eventDays: 30,
    warnings: [],
  })
})

test('the address that people use follows the port until it is set', () => {
  expect(readConfig({ EVENKEEL_PORT: '8080' }).baseUrl).toBe('http://localhost:8080')
  expect(readConfig({ EVENKEEL_PORT: '8080', EVENKEEL_BASE_URL: 'https://desk.example.com/' }).baseUrl).toBe('https://desk.example.com')
})

test.each([
  ['EVENKEEL_PORT', '0', 'from 1 to 65535'],
  ['EVENKEEL_PORT', '70e2', 'from 1 to 65535'],
  ['EVENKEEL_PORT', 'tcp://10.0.0.7:7070', 'Kubernetes'],
  ['EVENKEEL_HOST', '0.0.0.0:80', 'without a port'],
  ['EVENKEEL_DATA', '~/evenkeel', 'a shell'],
  ['EVENKEEL_BASE_URL', 'desk.example.com', 'must begin with http:// or https://'],
  ['EVENKEEL_BASE_URL', 'https://example.com/desk', 'scheme, host and port only'],
  ['DATABASE_URL', 'mysql://localhost/x', 'must begin with postgres:// or postgresql://'],
  ['EVENKEEL_SMTP_URL', 'mail.example.com:25', 'must begin with smtp:// or smtps://'],
  ['EVENKEEL_MAIL_FROM', 'desk', 'must be a mail address'],
  ['EVENKEEL_MAIL_FROM', 'a@b.example\r\nBcc: c@d.example', 'must be a mail address'],
  ['EVENKEEL_LOG_LEVEL', 'loud', 'must be one of trace, debug'],
  ['EVENKEEL_ALLOW_PRIVATE_WEBHOOKS', '10.0.0.0/33', '"10.0.0.0/33"'],
  ['EVENKEEL_ALLOW_PRIVATE_WEBHOOKS', 'http://hook.internal', '"http://hook.internal"'],
  ['EVENKEEL_ALLOW_PRIVATE_WEBHOOKS', '10.0.0', '"10.0.0"'],
  ['EVENKEEL_TRUST_PROXY', 'proxy.internal', '"proxy.internal"'],
  ['EVENKEEL_TRUST_PROXY', '10.0.0.0/33', '"10.0.0.0/33"'],
  ['EVENKEEL_TRUST_PROXY', '0.0.0.0/0', 'which is everybody'],
  ['EVENKEEL_EVENT_DAYS', '0', 'from 1 to 3650'],
  ['EVENKEEL_EVENT_DAYS', '30d', 'from 1 to 3650'],
  ['EVENKEEL_IMPORT_LIMIT', '4 GB', 'MiB or GiB'],
  ['EVENKEEL_IMPORT_LIMIT', '0', 'MiB or GiB'],
])('%s refuses %s', (name, value, words) => {
  expect(() => readConfig({ [name]: value })).toThrow(ConfigError)
  expect(() => readConfig({ [name]: value })).toThrow(new RegExp(`${name}.*${RegExp.escape(words)}`))
})

test('all wrong settings are named at once', () => {
  const read = () => readConfig({ EVENKEEL_PORT: 'x', EVENKEEL_LOG_LEVEL: 'y' })
  expect(read).toThrow(/EVENKEEL_PORT[^]*EVENKEEL_LOG_LEVEL/)
})

test.each([
  ['DATABASE_URL', 'postgres://evenkeel@/evenkeel?host=/run/postgresql', 'databaseUrl'],
  ['EVENKEEL_HOST', '::1', 'host'],
  ['EVENKEEL_MAIL_FROM', 'Service desk <desk@example.com>', 'mailFrom'],
  ['EVENKEEL_SMTP_URL', 'smtps://user:p%40ss@mail.example.com:465', 'smtpUrl'],
] as const)('%s takes %s', (name, value, key) => {
  expect(readConfig({ [name]: value })[key]).toBe(value)
})

test('the list of private webhook targets takes addresses, ranges and names', () => {
  const text = '10.0.0.0/8, fd00::/8,192.168.1.7 , hook.internal,'
  expect(readConfig({ EVENKEEL_ALLOW_PRIVATE_WEBHOOKS: text }).allowPrivateWebhooks).toEqual(['10.0.0.0/8', 'fd00::/8', '192.168.1.7', 'hook.internal'])
})

test('a misspelled setting is pointed out, what Kubernetes adds is not', () => {
  const { warnings } = readConfig({ EVENKEEL_DATABASE_URL: 'x', EVENKEEL_SERVICE_HOST: '10.0.0.1', EVENKEEL_PORT_7070_TCP: 'x' })
  expect(warnings).toEqual([expect.stringContaining('EVENKEEL_DATABASE_URL')])
})

test('neither the listing nor an error shows a secret', () => {
  const env = {
    DATABASE_URL: 'postgres://me:hidden1@db/evenkeel?password=hidden2',
    EVENKEEL_SMTP_URL: 'smtp://me:hid/den3@mail',
    EVENKEEL_TOKEN: 'hidden5',
  }
  expect(JSON.stringify(describeSettings(env))).not.toMatch(/hidden|den3/)
  expect(() => readConfig(env)).toThrow(/^(?![^]*(hidden|den3))/)
})
