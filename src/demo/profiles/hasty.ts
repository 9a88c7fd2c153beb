/** Hasty: every wish goes live at once, mostly untested and while users work. */
import type { Profile } from '../profile.ts'

export const hasty: Profile = {
  name: 'hasty',
  says: 'Gives the business every change at once, mostly untested and while users work, and repairs afterwards.',
  staff: { factor: 1, prevention: 0.05, change: 0.42, spareToPrevention: 0.08 },
  change: { wishesPerWeek: 26, batch: 1, approvalDays: 0.2, tested: 0.25, inWorkingHours: 0.75, updateEveryDays: 50, freezeDays: 0 },
  repair: { atTheCause: 0.42, checked: 0.5, needsApproval: 0, approvalHours: 0, looksAfter: 4 },
  routing: { knowsTeam: 0.82, deskMaySolve: 0.9 },
  monitoring: { coverage: 0.55, noisePerWeek: 4 },
  told: { majorNews: 0.7, words: 0.55 },
  booksEffort: 0.7,
}
