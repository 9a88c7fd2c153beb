/** `evenkeel verify`: proves that the journal is whole, that every record is what its journal says, and that every seal holds. */

import { verifyJournal } from '../store/journal.ts'
import { verifySeals } from '../store/seal.ts'
import type { Config } from './config.ts'
import { readFlags } from './options.ts'
import { withStore } from './with-store.ts'

/** More than these are counted, not listed: one cause often breaks thousands. */
const MOST_LISTED = 50

/** Reads everything once; ends with 1 where anything does not hold. */
export async function run(args: readonly string[], config: Config): Promise<number> {
  readFlags(args, {}, 'verify')
  const { records, entries, faults, seals, newest } = await withStore(config, async (store) => {
    const proof = await verifyJournal(store.db, store.records)
    const sealed = await verifySeals(store.db)
    return { ...proof, ...sealed, faults: [...proof.faults, ...sealed.faults] }
  })
  for (const fault of faults.slice(0, MOST_LISTED)) console.log(`! ${fault}`)
  if (faults.length > MOST_LISTED) console.log(`! and ${faults.length - MOST_LISTED} more`)
  const found = faults.length === 0 ? 'every chain holds and every record equals its journal' : `${faults.length} ${faults.length === 1 ? 'fault' : 'faults'}`
  console.log(`${records} records, ${entries} journal rows: ${found}`)
  console.log(newest === null ? 'no seal yet: the first is made when the server has run for a while' : `${seals} ${seals === 1 ? 'seal' : 'seals'}; the newest, of ${newest.sealedAt}, covers the journal up to row ${newest.toSeq}: ${newest.hash}`)
  return faults.length === 0 ? 0 : 1
}
