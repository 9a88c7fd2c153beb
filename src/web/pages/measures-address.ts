/** Addresses of questions. Pure. */
import { writeAsked, type Asked } from './measures-ask.ts'

/** The address of a question on a page, with what else the page keeps there. */
export function addressOfStudy(path: string, a: Asked, standard: Pick<Asked, 'step' | 'from' | 'to'>, more: Readonly<Record<string, string>> = {}): string {
  const text = new URLSearchParams({ ...more, ...writeAsked(a, standard) }).toString()
  return text === '' ? path : `${path}?${text}`
}
