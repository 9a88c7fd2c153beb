import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import tokens from '../../kit/tokens.json' with { type: 'json' }
import { tokensCss } from './tokens-css.ts'

test('the committed tokens.css is what the tokens give', () => {
  expect(readFileSync(new URL('tokens.css', import.meta.url), 'utf8')).toBe(tokensCss())
})

test('light and dark name the same colours', () => {
  expect(Object.keys(tokens.color.dark)).toEqual(Object.keys(tokens.color.light))
})

const grounds = ['surface', 'canvas', 'sunken', 'hover', 'selected'] as const
const words = ['text', 'text-2', 'text-3', 'bad-text', 'warn-text', 'good-text', 'info-text', 'idle-text', 'accent-text'] as const

test.each(['light', 'dark'] as const)('every word can be read on every ground in %s: contrast at least 4.5', (scheme) => {
  const colour = tokens.color[scheme]
  const poor = words.flatMap((word) =>
    grounds.map((ground) => [word, ground, contrast(colour[word], colour[ground])] as const).filter(([, , ratio]) => ratio < 4.5),
  )
  expect(poor).toEqual([])
})

/** WCAG 2.2 contrast ratio, 1 to 21. */
function contrast(a: string, b: string): number {
  const [dark, light] = [luminance(a), luminance(b)].sort((x, y) => x - y) as [number, number]
  return (light + 0.05) / (dark + 0.05)
}

function luminance(hex: string): number {
  const [r, g, b] = [1, 3, 5].map((at) => {
    const channel = Number.parseInt(hex.slice(at, at + 2), 16) / 255
    return channel <= 0.04045 ? channel / 12.92 : ((channel + 0.055) / 1.055) ** 2.4
  }) as [number, number, number]
  return 0.2126 * r + 0.7152 * g + 0.0722 * b
}
