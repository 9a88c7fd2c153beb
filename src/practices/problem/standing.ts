/** Where the work on a problem stands, in the words of the pain chart. Pure. */

export const standingWords = {
  no_owner: 'No owner', analysing: 'Analysing', workaround: 'Workaround', fix_scheduled: 'Fix scheduled', verifying: 'Watching the fix', verified: 'Fix held', came_back: 'Came back', accepted: 'Risk accepted', given_up: 'Cause not found',
} as const
export type Standing = keyof typeof standingWords

const byState: Readonly<Record<string, Standing>> = {
  change_raised: 'fix_scheduled', implemented: 'verifying', verified: 'verified', closed: 'verified', closed_accepted_risk: 'accepted', closed_not_found: 'given_up',
}

/** See `Standing`. A fix that was found to have held did not where incidents came after it. */
export const standingOf = (p: { readonly state: string; readonly ownerId: string | null; readonly workaround: string | null; readonly recurredIds: readonly string[] }): Standing => {
  const standing = byState[p.state] ?? (p.ownerId === null ? 'no_owner' : p.workaround === null ? 'analysing' : 'workaround')
  return standing === 'verified' && p.recurredIds.length > 0 ? 'came_back' : standing
}
