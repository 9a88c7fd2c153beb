/** What every channel answers. */

/** What a channel answers: delivered, worth another try, or refused for good; always with a reason. */
export interface Sent {
  readonly outcome: 'sent' | 'retry' | 'refused'
  readonly reason: string
}
