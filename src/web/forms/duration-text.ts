/** Lengths of time as people promise them: `30 min`, `4h`, `2d`; a day is a working day of the calendar that counts. */

const HOUR = 3600
const MINUTE = 60
const UNIT = /(\d+(?:[.,]\d+)?)\s*(weeks?|w|days?|d|hours?|h|minutes?|min|m|seconds?|sec|s)?/gi

/**
 * Seconds of `4h`, `1 h 30`, `1:30`, `2d`, `1w` (five working days), `90 min`; null for nothing and for words such as
 * `no target`; undefined for what cannot be read. `workingDaySeconds` is what a day counts.
 */
export function readDuration(text: string, workingDaySeconds: number): number | null | undefined {
  const plain = text.trim().toLowerCase()
  if (plain === '' || plain === 'no target' || plain === 'none' || plain === '-') return null
  const [, h, m] = /^(\d{1,4}):([0-5]\d)$/.exec(plain) ?? []
  if (h !== undefined && m !== undefined) return Number(h) * HOUR + Number(m) * MINUTE
  let seconds = 0
  let before = ''
  const rest = plain.replaceAll(UNIT, (_, amount: string, unit: string | undefined) => {
    const size = sizeOf(unit, before, workingDaySeconds)
    before = unit ?? ''
    if (size === undefined) return '?'
    seconds += Number(amount.replace(',', '.')) * size
    return ''
  })
  return /^[\s,]*(and)?[\s,]*$/.test(rest) && before !== '?' ? Math.round(seconds) : undefined
}

/** A bare number follows hours as minutes (`1 h 30`), and is unreadable alone: 4 of what? */
function sizeOf(unit: string | undefined, before: string, workingDaySeconds: number): number | undefined {
  if (unit === undefined) return before.startsWith('h') ? MINUTE : undefined
  if (unit.startsWith('w')) return 5 * workingDaySeconds
  if (unit.startsWith('d')) return workingDaySeconds
  if (unit.startsWith('h')) return HOUR
  return unit.startsWith('m') ? MINUTE : 1
}

/** The shortest text that is read as the same number: `2d`, `4h`, `1h 30 min`; empty for no target. */
export function durationText(seconds: number | null, workingDaySeconds: number): string {
  if (seconds === null) return ''
  if (seconds >= 2 * workingDaySeconds && seconds % workingDaySeconds === 0) return `${seconds / workingDaySeconds}d`
  const [h, m, s] = [Math.floor(seconds / HOUR), Math.floor((seconds % HOUR) / MINUTE), seconds % MINUTE]
  const parts = [h > 0 ? `${h}h` : '', m > 0 ? `${m} min` : '', s > 0 ? `${s} s` : ''].filter((p) => p !== '')
  return parts.length === 0 ? '0 min' : parts.join(' ')
}
