/** The OpenAPI document as callers know it: a change here is a change for them, and is committed with its reason. */
import { expect, test } from 'vitest'
import { practices } from '../../src/app/parts.ts'
import { recordsOf } from '../../src/model/practice.ts'
import { openApi } from '../../src/server/openapi.ts'

const document = openApi(recordsOf(practices), '0')

test('is the document that was agreed on', async () => {
  await expect(`${JSON.stringify(document, null, 1)}\n`).toMatchFileSnapshot('openapi.json')
})

test('names every operation once, and every schema it points to is there', () => {
  const text = JSON.stringify(document)
  const names = [...text.matchAll(/"operationId":"([^"]+)"/g)].map((m) => m[1])
  expect(names.length).toBe(new Set(names).size)
  const schemas = (document['components'] as { schemas: Record<string, unknown> }).schemas
  for (const [, name = ''] of text.matchAll(/"#\/components\/schemas\/([^"]+)"/g)) expect(schemas).toHaveProperty([name])
})
