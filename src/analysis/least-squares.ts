/** The coefficients with the least squared errors, which every regression here solves at each of its steps. */
import { Matrix, QrDecomposition } from 'ml-matrix'
import { at } from './check.ts'

/** `beta`: the coefficients; `inverse`: (XᵀX)⁻¹, their covariance but for the variance of the errors. */
export interface LeastSquares {
  readonly beta: readonly number[]
  readonly inverse: Matrix
}

/**
 * Solves rows·β ≈ response by Householder's QR, which keeps twice the digits of the normal equations (Golub and Van
 * Loan, "Matrix Computations", 5.3). `names` are those of the columns. O(rows × columns²). Refuses a column that is a
 * combination of those before it (RangeError naming it).
 */
export function solveLeastSquares(rows: readonly (readonly number[])[], response: readonly number[], names: readonly string[]): LeastSquares {
  const qr = new QrDecomposition(new Matrix(rows.map((row) => [...row])))
  const upper = qr.upperTriangularMatrix
  for (const [i, name] of names.entries()) {
    const size = Math.hypot(...rows.map((row) => at(row, i)))
    if (Math.abs(upper.get(i, i)) <= 1e-11 * size || size === 0) throw new RangeError(`the column ${name} says nothing that the ones before it do not say`)
  }
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
