/** Writes CSV (RFC 4180) that a spreadsheet cannot be made to run. */

// What Excel, LibreOffice and Sheets take for the start of a formula (OWASP, CSV injection); tab and CR hide one behind them.
const formula = /^[\s]*[=+\-@\t\r＝＋－＠]/

/** One cell: text that could be a formula is led by an apostrophe; a plain number keeps its sign. */
export function csvCell(value: unknown): string {
  if (value === null || value === undefined) return ''
  if (typeof value === 'number' || typeof value === 'boolean') return String(value)
  const text = typeof value === 'string' ? value : Array.isArray(value) && value.every((v) => typeof v === 'string') ? value.join(' ') : JSON.stringify(value)
  const safe = formula.test(text) ? `'${text}` : text
  return /["\r\n,;\t]|^\s|\s$/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe
}

/** One line with its end. */
export const csvLine = (values: readonly unknown[]): string => `${values.map(csvCell).join(',')}\r\n`
