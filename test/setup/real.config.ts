/** How the tests run that take minutes, so not in every run: real logs at their whole length, a million texts, months of simulation. */

import { defineConfig } from 'vitest/config'
import { scratchFolder } from './scratch.ts'

export default defineConfig({
  test: {
    root: new URL('../..', import.meta.url).pathname,
    include: ['test/real-size/**/*.test.ts'],
    globalSetup: ['test/setup/postgres.ts'],
    pool: 'forks',
    maxWorkers: 1,
    testTimeout: 600_000,
    hookTimeout: 600_000,
    env: { TZ: 'UTC', TMPDIR: scratchFolder(), LC_ALL: 'C.UTF-8', NODE_COMPILE_CACHE: new URL('../../node_modules/.cache/evenkeel', import.meta.url).pathname },
  },
})
