/** Where a record's page is: hand-made pages have their own address, all others the generic one. */

const handMade = new Set(['incidents', 'services', 'imports', 'changes', 'problems'])

/** `/incidents/INC-1042`, `/records/teams/TEA-3`. */
export const addressOf = (plural: string, numberOrId: string): string =>
  handMade.has(plural) ? `/${plural}/${encodeURIComponent(numberOrId)}` : `/records/${plural}/${encodeURIComponent(numberOrId)}`

/** The page of a list. */
export const listAddress = (plural: string): string => (handMade.has(plural) || plural === 'alerts' ? `/${plural}` : `/records/${plural}`)
