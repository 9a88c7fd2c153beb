/** A list of numbers that grows by doubling and holds them without boxing: four bytes each. */

/** Makes the memory of whole numbers below 2³². */
export const whole = (size: number): Uint32Array => new Uint32Array(size)
/** Makes the memory of numbers with seven digits. */
export const parts = (size: number): Float32Array => new Float32Array(size)

/** Made with `whole` or `parts`. What was never set is 0. */
export class Growing {
  readonly #make: (size: number) => Uint32Array | Float32Array
  #values: Uint32Array | Float32Array
  length = 0

  constructor(make: (size: number) => Uint32Array | Float32Array) {
    this.#make = make
    this.#values = make(1024)
  }

  push(value: number): void {
    if (this.length === this.#values.length) {
      const grown = this.#make(this.#values.length * 2)
      grown.set(this.#values)
      this.#values = grown
    }
    this.#values[this.length++] = value
  }

  /** The numbers themselves, with room behind the last; to be asked for again after each `push`. */
  get values(): Uint32Array | Float32Array { return this.#values }
  at(i: number): number { return this.#values[i] ?? 0 }
  set(i: number, value: number): void { this.#values[i] = value }
}
