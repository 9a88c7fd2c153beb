/** Attachable: files on a record. The bytes are kept once by their hash; this row says who may have them and under which name. */
import { clients, staff } from '../model/actor.ts'
import { choice, initially, instant, integer, text, type Fields } from '../model/field.ts'
import { traitVerb, type Trait } from '../model/record.ts'
import { z } from 'zod'
import { scope } from './scope.ts'

/** 25 MiB: what mail systems commonly let through; larger files belong into a file store and are linked. */
export const attachmentLimitBytes = 26_214_400

const name = text({ label: 'File name', max: 200 })
const mediaType = { ...text({ label: 'Media type', max: 100 }), schema: z.string().max(100).regex(/^[\w.+-]+\/[\w.+-]+$/) }
const sha256 = { ...text({ label: 'SHA-256', max: 64 }), schema: z.string().regex(/^[0-9a-f]{64}$/) }
const sizeBytes = integer({ label: 'Size in bytes', min: 0, max: attachmentLimitBytes })
const audience = initially(choice({ public: 'Public', internal: 'Internal' }, { label: 'Audience' }), 'internal')
const fields: Fields = { ...scope, audience, name, mediaType, sha256, sizeBytes, authorName: text({ label: 'By', max: 200 }), at: instant({ label: 'Attached' }) }

export const attachable = {
  name: 'attachable',
  fields: {},
  tables: [{ name: 'attachment', fields, searched: 'name' }],
  verbs: {
    attach: traitVerb({
      label: 'Attach a file', says: 'attached a file', from: 'any', to: 'same', by: [...clients, ...staff], quiet: true, ruleOnly: false,
      input: { name, mediaType, sha256, sizeBytes, audience },
      effects: ({ row, input, now, id, actor }) => [{
        table: 'attachment', op: 'insert',
        row: {
          id: id(), recordId: row.id, orgId: row.orgId, requesterId: row['requesterId'] ?? null, audience: actor.kind !== 'rule' && clients.includes(actor.role) ? 'public' : input.audience ?? 'internal',
          name: input.name, mediaType: input.mediaType, sha256: input.sha256, sizeBytes: input.sizeBytes, authorName: actor.name, at: now,
        },
      }],
    }),
  },
} satisfies Trait
