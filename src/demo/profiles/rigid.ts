/** Rigid: nothing moves without a committee; wishes wait for months, parts grow old, releases are large. */
import type { Profile } from '../profile.ts'

export const rigid: Profile = {
  name: 'rigid',
  says: 'Lets nothing move without approval: wishes wait for months, go live in large releases, and what is not updated grows old.',
  staff: { factor: 1.05, prevention: 0.14, change: 0.3, spareToPrevention: 0.15 },
  change: { wishesPerWeek: 9, batch: 14, approvalDays: 32, tested: 0.99, inWorkingHours: 0.02, updateEveryDays: 150, freezeDays: 25 },
  repair: { atTheCause: 0.4, checked: 0.97, needsApproval: 0.8, approvalHours: 9, looksAfter: 3 },
  routing: { knowsTeam: 0.75, deskMaySolve: 0.35 },
  monitoring: { coverage: 0.6, noisePerWeek: 4 },
  told: { majorNews: 0.9, words: 0.8 },
  booksEffort: 0.95,
}
