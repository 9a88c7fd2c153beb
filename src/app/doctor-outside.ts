/** What the doctor looks at around the installation: the address people use, and the mail server. */

import { createTransport } from 'nodemailer'
import { withoutPassword, type Config } from './config.ts'
import type { Finding } from './doctor.ts'
import { answersAsEvenkeel } from './doctor-machine.ts'

/** Checks that need the network. */
export async function checkOutside(config: Config): Promise<Finding[]> {
  const groups = await Promise.all([checkBaseUrl(config), checkMail(config)])
  return groups.flat()
}

const TIMEOUT_MS = 5_000
const LOOPBACK = /^(localhost|127\.\d+\.\d+\.\d+|\[::1\]|::1)$/

async function checkBaseUrl({ baseUrl, host }: Config): Promise<Finding[]> {
  const subject = 'address'
  const url = new URL(baseUrl)
  const isLocal = LOOPBACK.test(url.hostname)
  if (isLocal && !LOOPBACK.test(host)) {
    return [{ level: 'warn', subject, text: `others can connect (EVENKEEL_HOST=${host}), but every link leads to ${baseUrl}`, remedy: 'set EVENKEEL_BASE_URL to the address that people type' }]
  }
  if (!isLocal && url.protocol === 'http:') {
    return [{ level: 'warn', subject, text: `${baseUrl} is not encrypted: passwords can be read on the way, passkeys and push do not work`, remedy: 'put a proxy with TLS in front and set EVENKEEL_BASE_URL to https://…' }]
  }
  if (isLocal) return [{ level: 'ok', subject, text: `${baseUrl}, for this machine only` }]
  try {
    const answer = await fetch(new URL('/healthz', url), { signal: AbortSignal.timeout(TIMEOUT_MS), redirect: 'manual' })
    if (answer.ok) return [{ level: 'ok', subject, text: `${baseUrl} answers` }]
    return [{ level: 'warn', subject, text: `${baseUrl}/healthz answers ${answer.status}`, remedy: 'start Evenkeel, and look at the proxy in front of it' }]
  } catch (error) {
    return [{ level: 'warn', subject, text: `${baseUrl} does not answer: ${reason(error)}`, remedy: 'start Evenkeel; look at name, certificate and proxy' }]
  }
}

/** Without a mail server in these settings. A server that runs was perhaps started with others, which nobody but it knows: of it nothing is claimed. */
export const judgeNoMail = (isRunning: boolean, where: string): Finding => (isRunning
  ? { level: 'warn', subject: 'mail', text: `not checked: this shell sets no EVENKEEL_SMTP_URL, and the server that answers on ${where} has the settings it was started with`, remedy: "run doctor with that server's settings; the page Deliveries shows what its mails came to" }
  : { level: 'warn', subject: 'mail', text: 'no mail server is set: nobody is told by mail', remedy: 'set EVENKEEL_SMTP_URL' })

async function checkMail({ smtpUrl, mailFrom, host, port }: Config): Promise<Finding[]> {
  const subject = 'mail'
  if (smtpUrl === undefined) return [judgeNoMail(await answersAsEvenkeel(host, port), `${host}:${port}`)]
  const url = new URL(smtpUrl)
  for (const [name, value] of [['connectionTimeout', TIMEOUT_MS], ['greetingTimeout', TIMEOUT_MS], ['socketTimeout', TIMEOUT_MS]] as const) url.searchParams.set(name, String(value))
  const transport = createTransport(url.href)
  try {
    await transport.verify()
    return [{ level: 'ok', subject, text: `${withoutPassword(smtpUrl)} takes mail from ${mailFrom}` }]
  } catch (error) {
    return [{ level: 'fail', subject, text: `${withoutPassword(smtpUrl)} cannot be used: ${reason(error)}`, remedy: 'check EVENKEEL_SMTP_URL (host, port, smtps for TLS at once, user and password)' }]
  } finally {
    transport.close()
  }
}

function reason(error: unknown): string {
  if (!(error instanceof Error)) return String(error)
  return error.cause instanceof Error ? error.cause.message || error.message : error.message
}
