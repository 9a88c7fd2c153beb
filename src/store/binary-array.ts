/** Arrays as PostgreSQL takes them in binary: a hundred thousand numbers as text, or as JSON, cost the database more than storing them. */

const [int4, uuid] = [23, 2950]
const wordBytes = 4
const uuidWords = 4

/** Growing bytes of one array. What is finished is a parameter for `$1::int4[]` or `$1::uuid[]`. */
class ElementWriter {
  readonly #type: number
  /** Words of one element. */
  readonly #width: number
  #words = new Int32Array(1024)
  #used = headWords
  #count = 0

  constructor(type: number, width: number) {
    this.#type = type
    this.#width = width
  }

  get count(): number { return this.#count }

  /** Its words one by one, each as it reads in the byte order of the network. */
  protected write(from: ArrayLike<number>, at: number): void {
    while (this.#used + 1 + this.#width > this.#words.length) {
      const grown = new Int32Array(this.#words.length * 2)
      grown.set(this.#words)
      this.#words = grown
    }
    this.#words[this.#used++] = this.#width * wordBytes
    for (let w = 0; w < this.#width; w++) this.#words[this.#used++] = from[at + w] ?? 0
    this.#count++
  }

  /** The array; nothing may be added after it. */
  finish(): Uint8Array<ArrayBuffer> {
    // Dimensions, whether there are nulls, type of the elements; then how many and the number of the first.
    const head = this.#count === 0 ? [0, 0, this.#type] : [1, 0, this.#type, this.#count, 1]
    head.forEach((word, i) => { this.#words[i] = word })
    const bytes = new Uint8Array(this.#words.buffer, 0, (this.#count === 0 ? head.length : this.#used) * wordBytes)
    Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).swap32()
    return bytes
  }
}
const headWords = 5

/** Whole numbers of 32 bits with a sign. */
export class Int4ArrayWriter extends ElementWriter {
  readonly #one = new Int32Array(1)
  constructor() { super(int4, 1) }
  push(value: number): void {
    this.#one[0] = value
    this.write(this.#one, 0)
  }
}

/** Ids, each as four words. */
export class UuidArrayWriter extends ElementWriter {
  constructor() { super(uuid, uuidWords) }
  push(words: ArrayLike<number>, at: number): void { this.write(words, at) }
}

/** The four words of an id such as `0199aaaa-0000-7000-8000-000000000001`. */
export function wordsOfUuid(id: string): readonly number[] {
  const hex = id.replaceAll('-', '')
  return Array.from({ length: uuidWords }, (_, w) => Number.parseInt(hex.slice(w * 8, w * 8 + 8), 16))
}
