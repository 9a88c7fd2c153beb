/** Labels of an alert and their fingerprint: the identity by which repeats are known. */

export type Labels = Readonly<Record<string, string>>

/** Two different orders of the same labels give equal text. */
export const labelText = (labels: Labels): string =>
  Object.keys(labels).sort().map((k) => `${k}=${JSON.stringify(labels[k])}`).join(',')

const encoder = new TextEncoder()
const two32 = 4_294_967_296

/**
 * The identity of a label set as Alertmanager computes it: FNV-1a, 64 bits, over name, 0xFF, value, 0xFF of the labels sorted by name; 16 hex digits.
 * Held as two 32-bit halves: the prime is 2^40 + 0x1b3, so each product stays below 2^53 and no BigInt is made.
 */
export function fingerprint(labels: Labels): string {
  let high = 0xcbf29ce4
  let low = 0x84222325
  const add = (byte: number): void => {
    const mixed = (low ^ byte) >>> 0
    const product = mixed * 0x1b3
    high = (high * 0x1b3 + Math.floor(product / two32) + mixed * 256) % two32
    low = product % two32
  }
  const addText = (text: string): void => {
    for (const byte of encoder.encode(text)) add(byte)
    add(0xff)
  }
  for (const name of Object.keys(labels).sort()) {
    addText(name)
    addText(labels[name] ?? '')
  }
  return high.toString(16).padStart(8, '0') + low.toString(16).padStart(8, '0')
}
