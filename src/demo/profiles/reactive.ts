/** Reactive: everybody puts out fires; causes stay, so the fires come back. */
import type { Profile } from '../profile.ts'

export const reactive: Profile = {
  name: 'reactive',
  says: 'Puts out fires and has no time for causes, so that the same trouble comes back and users find it first.',
  staff: { factor: 0.95, prevention: 0.02, change: 0.25, spareToPrevention: 0.03 },
  change: { wishesPerWeek: 9, batch: 2, approvalDays: 1, tested: 0.6, inWorkingHours: 0.35, updateEveryDays: 90, freezeDays: 2 },
  repair: { atTheCause: 0.24, checked: 0.7, needsApproval: 0.02, approvalHours: 1, looksAfter: 6 },
  routing: { knowsTeam: 0.72, deskMaySolve: 0.7 },
  monitoring: { coverage: 0.25, noisePerWeek: 5 },
  told: { majorNews: 0.6, words: 0.5 },
  booksEffort: 0.85,
}
