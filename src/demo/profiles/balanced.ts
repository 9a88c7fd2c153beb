/** Balanced: time for causes is kept, changes are small, tested and often, alerts mean something. */
import type { Profile } from '../profile.ts'

export const balanced: Profile = {
  name: 'balanced',
  says: 'Keeps time for removing causes, changes little and often with tests, and trusts its alerts.',
  staff: { factor: 1, prevention: 0.2, change: 0.25, spareToPrevention: 0.3 },
  change: { wishesPerWeek: 9, batch: 1, approvalDays: 2, tested: 0.92, inWorkingHours: 0.15, updateEveryDays: 35, freezeDays: 4 },
  repair: { atTheCause: 0.5, checked: 0.9, needsApproval: 0.05, approvalHours: 2, looksAfter: 2 },
  routing: { knowsTeam: 0.88, deskMaySolve: 0.9 },
  monitoring: { coverage: 0.68, noisePerWeek: 4 },
  told: { majorNews: 0.93, words: 0.85 },
  booksEffort: 0.85,
}
