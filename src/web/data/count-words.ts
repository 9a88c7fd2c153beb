/** How a count of the server is written: it stops counting at ten thousand, and what was not counted is not claimed. */
import { count } from '../../kit/format.ts'

/** Where the server stops counting a list. */
const MOST_COUNTED = 10_000

/** `1 900`, or `over 10 000` where nobody counted further. */
export const countWords = (total: number): string => (total >= MOST_COUNTED ? `over ${count(MOST_COUNTED)}` : count(total))
