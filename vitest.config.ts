/** How the tests run: one PostgreSQL a run, two workers, names of the test files beside the code. */

import { defineConfig } from 'vitest/config'
import { scratchFolder } from './test/setup/scratch.ts'

export default defineConfig({
  test: {
    include: ['src/**/*.test.{ts,tsx}', 'test/**/*.test.ts', 'bench/**/*.test.ts'],
    // Journeys need a browser of the machine (`dev browser`), real logs at their whole length need minutes (`dev real`): not in every test run.
    exclude: ['**/node_modules/**', 'dist/**', 'test/browser/**', 'test/real-size/**'],
    globalSetup: ['test/setup/postgres.ts'],
    pool: 'forks',
    maxWorkers: 2,
    testTimeout: 20_000,
    hookTimeout: 30_000,
    // A test that reads the machine's zone or language is wrong; this makes it the same on every machine.
    // Programs that tests start find what they compiled before, as those that the launcher starts do.
    env: { TZ: 'UTC', TMPDIR: scratchFolder(), LC_ALL: 'C.UTF-8', NODE_COMPILE_CACHE: new URL('node_modules/.cache/evenkeel', import.meta.url).pathname },
  },
})
