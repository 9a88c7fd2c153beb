/** How the browser journeys run: one at a time, each with the time that a real browser takes. */

import { defineConfig } from 'vitest/config'
import { scratchFolder } from './scratch.ts'

export default defineConfig({
  test: {
    root: new URL('../..', import.meta.url).pathname,
    include: ['test/browser/**/*.test.ts'],
    globalSetup: ['test/setup/postgres.ts'],
    pool: 'forks',
    maxWorkers: 1,
    testTimeout: 120_000,
    hookTimeout: 120_000,
    env: { TZ: 'UTC', TMPDIR: scratchFolder(), LC_ALL: 'C.UTF-8', NODE_COMPILE_CACHE: new URL('../../node_modules/.cache/evenkeel', import.meta.url).pathname },
  },
})
