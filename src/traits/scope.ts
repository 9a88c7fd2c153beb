/** The columns by which a row beside a record is seen by the same people as the record. */
import { optional, ref, system, text } from '../model/field.ts'
import { z } from 'zod'

const uuidColumn = { ...text({ label: 'Id', max: 36 }), schema: z.uuid(), column: 'uuid' }

export const scope = {
  id: system({ ...uuidColumn }),
  recordId: system({ ...uuidColumn, label: 'Record' }),
  orgId: system(ref('organization', { label: 'Organization' })),
  requesterId: optional(system({ ...uuidColumn, label: 'Requester' })),
}

