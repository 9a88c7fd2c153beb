/** The coefficients with the least squared errors, which every regression here solves at each of its steps. */
import { Matrix, QrDecomposition } from 'ml-matrix'
import { at } from './check.ts'

/** `beta`: the coefficients; `inverse`: (XᵀX)⁻¹, their covariance but for the variance of the errors. */
export interface LeastSquares {
  readonly beta: readonly number[]
  readonly inverse: Matrix
}

/** Solves as `solvedOrDependent`; refuses dependent columns (RangeError naming the one that repeats). */
export function solveLeastSquares(rows: readonly (readonly number[])[], response: readonly number[], names: readonly string[]): LeastSquares {
  const solved = solvedOrDependent(rows, response, names)
  if (typeof solved === 'string') throw new RangeError(`the column ${solved} says nothing that the ones before it do not say`)
  return solved
}

/**
 * Solves rows·β ≈ response by Householder's QR, which keeps twice the digits of the normal equations (Golub and Van
 * Loan, "Matrix Computations", 5.3). `names` are those of the columns; the answer is the first of them that is a
 * combination of those before it, where there is one. O(rows × columns²).
 */
export function solvedOrDependent(rows: readonly (readonly number[])[], response: readonly number[], names: readonly string[]): LeastSquares | string {
  const qr = new QrDecomposition(new Matrix(rows.map((row) => [...row])))
  const upper = qr.upperTriangularMatrix
  const dependent = names.find((_, i) => !(Math.abs(upper.get(i, i)) > 1e-11 * Math.hypot(...rows.map((row) => at(row, i)))))
  if (dependent !== undefined) return dependent
  const inverse = inverseOfUpper(upper)
  return { beta: qr.solve(Matrix.columnVector([...response])).to1DArray(), inverse: inverse.mmul(inverse.transpose()) }
}

function inverseOfUpper(upper: Matrix): Matrix {
  const n = upper.rows
  const inverse = Matrix.zeros(n, n)
  for (let column = 0; column < n; column++) {
    for (let row = column; row >= 0; row--) {
      let value = row === column ? 1 : 0
      for (let k = row + 1; k <= column; k++) value -= upper.get(row, k) * inverse.get(k, column)
      inverse.set(row, column, value / upper.get(row, row))
    }
  }
  return inverse
}
