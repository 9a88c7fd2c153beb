/** Obligation: what the clock says of one promise for one record; a cache of a pure function, recomputed whenever its inputs change. */
import { z } from 'zod'
import { defineDerived } from '../../model/derived.ts'
import { choice, instant, integer, json, optional, ref, text, yesno } from '../../model/field.ts'

const uuid = { ...text({ label: 'Id', max: 36 }), schema: z.uuid(), column: 'uuid' }

export const obligation = defineDerived({
  name: 'obligation',
  key: ['recordId', 'kind'],
  fields: {
    recordId: uuid,
    kind: choice({ response: 'First answer', resolution: 'Restore', update: 'Next news' }, { label: 'Promise' }),
    record: text({ label: 'Record type', max: 40 }),
    orgId: ref('organization', { label: 'Organization' }),
    requesterId: optional(uuid),
    state: text({ label: 'State', max: 20 }),
    dueAt: optional(instant({ label: 'Due' })),
    /** Due for a running clock, last for a paused or stopped one: lists sort by it. */
    sortAt: optional(instant({ label: 'Order' })),
    isTightest: yesno({ label: 'Shown in the row' }),
    budgetSeconds: optional(integer({ label: 'Promised seconds', min: 0, max: 315_576_000 })),
    agreementNumber: optional(text({ label: 'Agreement', max: 40 })),
    /** The clock's inputs, so that a browser can show the clock of this very moment. */
    facts: json(z.unknown(), { label: 'Inputs' }),
    inputsHash: text({ label: 'Hash of the inputs', max: 64 }),
  },
})
