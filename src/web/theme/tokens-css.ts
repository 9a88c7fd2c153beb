/** Turns the design tokens into the CSS variables that every part and page is drawn with. */

import tokens from '../../kit/tokens.json' with { type: 'json' }

type Scheme = 'light' | 'dark'

/** The whole of `tokens.css`: sizes once, colours for light and for dark. Written by `write-tokens.ts`, checked by its test. */
export function tokensCss(): string {
  return [
    '/* Generated from src/kit/tokens.json by src/web/theme/write-tokens.ts. Change the tokens, not this file. */',
    block(':root', sizeVariables()),
    block(":root, [data-mantine-color-scheme='light']", colourVariables('light')),
    block("[data-mantine-color-scheme='dark']", colourVariables('dark')),
    block("[data-density='comfortable']", densityVariables('comfortable')),
    block("[data-density='dense']", densityVariables('dense')),
    '',
  ].join('\n')
}

function colourVariables(scheme: Scheme): string[] {
  return [`color-scheme: ${scheme}`, ...Object.entries(tokens.color[scheme]).map(([name, hex]) => `--ek-${name}: ${hex}`)]
}

function densityVariables(density: keyof typeof tokens.density): string[] {
  const { row, body } = tokens.density[density]
  return [`--ek-row: ${row}px`, `--ek-body: ${body}px`]
}

function sizeVariables(): string[] {
  const { size, radius, elevation, motion } = tokens
  return [
    ...Object.entries(radius).map(([name, px]) => `--ek-radius-${name}: ${px}px`),
    `--ek-shadow-menu: ${elevation.menu}`,
    `--ek-shadow-drag: ${elevation.drag}`,
    `--ek-fast: ${motion.fast}ms`,
    `--ek-base: ${motion.base}ms`,
    `--ek-slow: ${motion.slow}ms`,
    `--ek-ease: ${motion.ease}`,
    `--ek-nav: ${size.nav}px`,
    `--ek-topbar: ${size.topbar}px`,
    `--ek-rail: ${size.rail}px`,
    ...densityVariables('standard'),
  ]
}

function block(selector: string, lines: string[]): string {
  return `${selector} {\n${lines.map((line) => `  ${line};`).join('\n')}\n}`
}
