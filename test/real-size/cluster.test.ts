/** A million incidents are clustered from nothing within three minutes and 1.5 GB, in a process of their own. Run by `dev real`. */
import { execFileSync } from 'node:child_process'
import path from 'node:path'
import { expect, test } from 'vitest'
import type { ClusterRun } from '../../bench/cluster.ts'

const bench = path.resolve('bench/cluster.ts')

test('a million incidents: three minutes of CPU and 1.5 GB at most', () => {
  const said = execFileSync(process.execPath, ['--input-type=module', '-e', `const { clusterRun } = await import(${JSON.stringify(bench)}); console.log(JSON.stringify(clusterRun(1_000_000)))`], { maxBuffer: 1 << 20 }).toString()
  const run = JSON.parse(said) as ClusterRun
  console.log(said)
  expect(run.cpuSeconds).toBeLessThan(180)
  expect(run.peakMegabytes).toBeLessThan(1500)
  expect(run.clusters).toBeGreaterThan(10_000)
}, 900_000)
