/** The question of a pipeline, as the API takes it and as a line for the shell. Pure. */

/** What the form holds; empty text is not said, `at` null is now. */
export interface Asking {
  readonly name: string
  readonly what: 'service' | 'ci'
  readonly kind: string
  readonly change: string
  readonly at: string | null
}

/** The body of `POST /api/changes/verdict`. */
export function askOf({ name, what, kind, change, at }: Asking): Readonly<Record<string, string>> {
  return { ...(name.trim() === '' ? {} : { [what]: name.trim() }), ...(kind === '' ? {} : { kind }), ...(change.trim() === '' ? {} : { change: change.trim() }), ...(at === null ? {} : { at }) }
}

/** Whether neither a kind nor a change that has one was said. */
export const isKindOpen = ({ kind, change }: Pick<Asking, 'kind' | 'change'>): boolean => kind === '' && change.trim() === ''

/** A line to copy: fails the pipeline with the sentence unless the answer is `allowed`. It always says a kind, the normal one where none was said and no change has its own. Quotes of a name cannot leave the text. */
export function curlOf(asking: Asking, base: string): string {
  const body = JSON.stringify(askOf(isKindOpen(asking) ? { ...asking, kind: 'normal' } : asking)).replaceAll("'", "'\\''")
  return [
    `curl -sS ${base}/api/changes/verdict \\`, `  -H "Authorization: Bearer $EVENKEEL_TOKEN" -H 'Content-Type: application/json' \\`, `  -d '${body}' \\`,
    `  | jq -r 'if .verdict == "allowed" then .sentence`, `      else .sentence + "\\n" | halt_error(1) end'`,
  ].join('\n')
}
