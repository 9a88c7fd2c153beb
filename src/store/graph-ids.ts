/** Numbers for the ids of nodes in the order of their coming: a table of sixteen bytes each, where a million look-ups by text would cost a second. */
import type { PartIds } from '../analysis/structure-compact.ts'

/** Words of four bytes in a UUID, in the byte order of this machine. */
const words = 4
// Odd numbers near 2^32 divided by the golden ratio and the like: they spread what differs in few bits.
const [spread0, spread1, spread2] = [0x9e3779b1, 0x85ebca77, 0xc2b2ae3d]

/** Grows as ids come; what has a number keeps it. */
export class UuidNumbers implements PartIds {
  #ids = new Int32Array(words * 1024)
  /** Number plus one by hash, the next free place where it is taken; zero is free. At least half of it is free. */
  #slots = new Int32Array(4096)
  #size = 0

  get size(): number { return this.#size }

  /** Of the id that begins at this word. */
  number(from: Int32Array, at: number): number {
    const slot = this.#slotOf(from, at)
    const known = this.#slots[slot] ?? 0
    if (known > 0) return known - 1
    const made = this.#size++
    if (made * words >= this.#ids.length) {
      const ids = new Int32Array(this.#ids.length * 2)
      ids.set(this.#ids)
      this.#ids = ids
    }
    for (let w = 0; w < words; w++) this.#ids[made * words + w] = from[at + w] ?? 0
    this.#slots[slot] = made + 1
    if (this.#size * 2 > this.#slots.length) this.#grow()
    return made
  }

  idOf(part: number): string {
    const hex = Buffer.from(this.#ids.buffer, part * words * 4, 16).toString('hex')
    return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`
  }

  find(id: string): number {
    const bytes = Uint8Array.from(Buffer.from(id.replaceAll('-', ''), 'hex'))
    return bytes.length === 16 ? (this.#slots[this.#slotOf(new Int32Array(bytes.buffer), 0)] ?? 0) - 1 : -1
  }

  /** Where it stands, or the free place where it would. */
  #slotOf(from: Int32Array, at: number): number {
    const [a, b, c, d] = [from[at] ?? 0, from[at + 1] ?? 0, from[at + 2] ?? 0, from[at + 3] ?? 0]
    const [ids, slots] = [this.#ids, this.#slots]
    const last = slots.length - 1
    let mixed = d ^ Math.imul(c, spread0) ^ Math.imul(b, spread1) ^ Math.imul(a, spread2)
    mixed ^= mixed >>> 15
    for (let slot = Math.imul(mixed, spread1) >>> 7 & last; ; slot = slot + 1 & last) {
      const known = (slots[slot] ?? 0) - 1
      if (known < 0) return slot
      const place = known * words
      if (ids[place + 3] === d && ids[place + 2] === c && ids[place + 1] === b && ids[place] === a) return slot
    }
  }

  #grow(): void {
    this.#slots = new Int32Array(this.#slots.length * 2)
    for (let n = 0; n < this.#size; n++) this.#slots[this.#slotOf(this.#ids, n * words)] = n + 1
  }
}

/** Bytes as words of four, in a piece of memory that begins where such a word may. */
export const wordsOf = (bytes: Buffer): Int32Array => {
  const own = bytes.byteOffset % 4 === 0 ? bytes : Buffer.from(Uint8Array.from(bytes).buffer)
  return new Int32Array(own.buffer, own.byteOffset, Math.floor(own.byteLength / 4))
}
