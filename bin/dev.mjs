/** `evenkeel dev`: what those who work on Evenkeel run: tests, a server that follows the sources, the bench. */

import { spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { fromProject, runProgram, SetupError } from './project.mjs'
import { ensureWeb } from './web.mjs'

const USAGE = `evenkeel dev test [file or name ...]   type check, lint, then all tests
evenkeel dev browser [file ...]        journeys in a real browser
evenkeel dev real [file ...]           what takes minutes: real logs whole, months of simulation
evenkeel dev serve                     the server, restarted when a source changes
evenkeel dev bench [name ...]          the bench`

/** Runs a command of development and returns its exit code. */
export async function develop([command, ...args], node) {
  switch (command) {
    case 'test':
      return testAll(args, node)
    case 'browser':
      await ensureWeb(node)
      return runTool(node, 'vitest/vitest.mjs', ['run', '--config', 'test/setup/browser.config.ts', ...args])
    case 'real':
      return runTool(node, 'vitest/vitest.mjs', ['run', '--config', 'test/setup/real.config.ts', ...args])
    case 'serve':
      return serveSources(args, node)
    case 'bench':
      if (!existsSync(fromProject('bench/main.ts'))) throw new SetupError('bench/main.ts does not exist')
      await ensureWeb(node)
      return runProgram(node, [fromProject('bench/main.ts'), ...args])
    default:
      console.error(USAGE)
      return command === undefined || command === 'help' ? 0 : 2
  }
}

/** Goes on after a failed step, so that one run shows all that is wrong. */
async function testAll(args, node) {
  const hasLint = existsSync(fromProject('eslint.config.js')) && existsSync(fromProject('node_modules/eslint'))
  const steps = [
    ['types', () => runTool(node, 'typescript/bin/tsc', ['--noEmit', '-p', '.'])],
    ...(hasLint ? [['lint', () => runTool(node, 'eslint/bin/eslint.js', ['.', '--max-warnings', '0'])]] : []),
    ['web pages', () => ensureWeb(node).then(() => 0, (error) => (console.error(error.message), 1))],
    ['tests', () => runTool(node, 'vitest/vitest.mjs', ['run', ...args])],
  ]
  const results = []
  for (const [name, step] of steps) {
    console.log(`\n── ${name}`)
    const startedAt = performance.now()
    const code = await step()
    results.push({ name, code, seconds: ((performance.now() - startedAt) / 1000).toFixed(1) })
    if (code !== 0) console.log(`${name}: failed`)
  }
  console.log('')
  for (const { name, code, seconds } of results) console.log(`${code === 0 ? 'ok    ' : 'FAILED'}  ${name} (${seconds} s)`)
  return results.some(({ code }) => code !== 0) ? 1 : 0
}

function runTool(node, tool, args) {
  return runProgram(node, [fromProject('node_modules', tool), ...args])
}

/** The pages are rebuilt beside the server, which reads them from disk; its own sources restart it. */
async function serveSources(args, node) {
  await ensureWeb(node)
  const builder = existsSync(fromProject('vite.config.ts'))
    ? spawn(node, [fromProject('node_modules/vite/bin/vite.js'), 'build', '--watch', '--outDir', fromProject('dist/web'), '--logLevel', 'warn'], { cwd: fromProject(), stdio: 'inherit' })
    : undefined
  try {
    return await runProgram(node, ['--watch-path', fromProject('src'), '--watch-preserve-output', fromProject('src/app/main.ts'), 'serve', ...args])
  } finally {
    builder?.kill()
  }
}
