/** Housekeeping every hour, by one process of the installation at a time. */
import { rule } from '../model/actor.ts'
import { type HouseLog, keepHouse, type Retention } from '../store/housekeeping.ts'
import type { Store } from '../store/store.ts'
import { freezePeriods } from './freeze-periods.ts'

/** Name of the work in the queue, and its key there: however many processes ask for it, it waits there once. */
export const houseTask = 'keep house'
const everySeconds = 3600
const actor = rule(houseTask)

/** Does it and asks for the next time, also where something failed. */
export async function keepHouseHourly(store: Store, retention: Retention, log: HouseLog): Promise<void> {
  try {
    await keepHouse(store.db, store.clock.now(), retention, log)
    const { frozen, restated } = await freezePeriods(store)
    if (frozen + restated > 0) log.info({ frozen, restated }, 'numbers of past months were frozen')
  } catch (err) {
    log.warn({ err }, 'past months could not be frozen; they are tried again within the hour')
  } finally {
    await askForHouse(store, everySeconds)
  }
}

/** Asks for it; what was asked for before is replaced. */
export const askForHouse = (store: Store, inSeconds: number): Promise<void> =>
  store.write(actor, (s) => s.after({ task: houseTask, payload: {}, key: houseTask, at: new Date(store.clock.now() + inSeconds * 1000).toISOString() }))
