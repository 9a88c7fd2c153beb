/** A row of a graph that nobody could read becomes groups by kind, each of which opens. Pure. */

/** What may be folded. */
export interface Foldable {
  readonly id: string
  readonly row: number
  /** What its group is called by: "Server". */
  readonly kind: string
}

/** Things of one row and kind that stand together as one box. */
export interface Group {
  /** `group:` with row and kind; told from the id of a thing by its beginning. */
  readonly id: string
  readonly row: number
  readonly kind: string
  readonly memberIds: readonly string[]
  /** The group is open, and these are the ones that found no room. */
  readonly isRest: boolean
}

/** What is drawn of it. */
export interface Folded {
  readonly shownIds: ReadonlySet<string>
  readonly groups: readonly Group[]
  /** Member → id of the group that it is in. */
  readonly groupOf: ReadonlyMap<string, string>
}

/** More boxes than this in one row are folded. */
export const MOST_IN_ROW = 30
/** Of an opened group so many are drawn; the list has the rest. */
export const MOST_OPENED = 60

/** The id of the group of a kind in a row. */
export const groupId = (row: number, kind: string): string => `group:${row}:${kind}`
export const isGroup = (id: string): boolean => id.startsWith('group:')

/** Largest kinds first, only as many as it takes; what `isKept` names (the focus, the chosen, what is broken) stands for itself. */
export function foldRows(things: readonly Foldable[], openIds: ReadonlySet<string>, isKept: (id: string) => boolean): Folded {
  const shownIds = new Set<string>()
  const groups: Group[] = []
  for (const [row, inRow] of Map.groupBy(things, (t) => t.row)) {
    let boxes = inRow.length
    const kinds = [...Map.groupBy(inRow, (t) => t.kind)].toSorted((a, b) => b[1].length - a[1].length || (a[0] < b[0] ? -1 : 1))
    for (const [kind, members] of kinds) {
      const id = groupId(row, kind)
      const [kept, others] = [members.filter((m) => isKept(m.id)), members.filter((m) => !isKept(m.id))]
      for (const m of kept) shownIds.add(m.id)
      const isFolded = boxes > MOST_IN_ROW && others.length > 1
      const drawn = openIds.has(id) ? others.slice(0, MOST_OPENED) : isFolded ? [] : others
      const rest = others.slice(drawn.length)
      for (const m of drawn) shownIds.add(m.id)
      if (rest.length === 0) continue
      if (drawn.length === 0) boxes -= rest.length - 1
      groups.push({ id: drawn.length === 0 ? id : `${id}:rest`, row, kind, memberIds: rest.map((m) => m.id), isRest: drawn.length > 0 })
    }
  }
  return { shownIds, groups, groupOf: new Map(groups.flatMap((g) => g.memberIds.map((m) => [m, g.id] as const))) }
}

/** "28 servers", "1 204 virtual machines": the kind in lower case but for abbreviations, in the plural. */
export function groupWords(kind: string): string {
  const [first = '', second = ''] = kind
  const word = second === second.toLowerCase() ? first.toLowerCase() + kind.slice(1) : kind
  if (/person$/.test(word)) return word.replace(/person$/, 'people')
  return /[^aeiou]y$/.test(word) ? `${word.slice(0, -1)}ies` : /(s|x|ch|sh)$/.test(word) ? `${word}es` : `${word}s`
}
