/** Mail over SMTP. */
import nodemailer from 'nodemailer'
import type { Sent } from './sent.ts'

export interface Mail {
  readonly to: string
  readonly subject: string
  readonly text: string
  /** Threads what belongs to one record in the reader's mail program. */
  readonly thread: string
  /** The same for every try of one message: a mail program shows a repeat once. Letters, digits, dot and hyphen. */
  readonly id: string
}

export interface Mailer {
  send(mail: Mail): Promise<Sent>
  close(): void
}

/** `url` such as `smtp://user:secret@host:587`; null: nothing is set up, and every mail waits. */
export function openMailer(url: string | null, from: string): Mailer {
  if (url === null) return { send: async () => ({ outcome: 'refused', reason: 'no mail server is set up (EVENKEEL_SMTP_URL)' }), close: () => undefined }
  const transport = nodemailer.createTransport(url, { connectionTimeout: 10_000, greetingTimeout: 10_000, socketTimeout: 30_000 } as Parameters<typeof nodemailer.createTransport>[1])
  const host = from.match(/@([^>\s]+)/)?.[1] ?? 'localhost'
  return {
    send: async ({ to, subject, text, thread, id }) => {
      try {
        const reference = `<${thread.toLowerCase()}@${host}>`
        const info = await transport.sendMail({ from, to, subject, text, messageId: `<${id}@${host}>`, inReplyTo: reference, references: reference, headers: { 'Auto-Submitted': 'auto-generated' } })
        return { outcome: 'sent', reason: String(info.response ?? 'accepted').slice(0, 400) }
      } catch (e) {
        const code = typeof e === 'object' && e !== null && 'responseCode' in e && typeof e.responseCode === 'number' ? e.responseCode : 0
        const reason = (e instanceof Error ? e.message : String(e)).slice(0, 400)
        return { outcome: code >= 500 && code < 600 ? 'refused' : 'retry', reason }
      }
    },
    close: () => { transport.close() },
  }
}
