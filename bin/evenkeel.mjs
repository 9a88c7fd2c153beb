#!/usr/bin/env node
/**
 * The launcher: gets dependencies, a Node that is new enough and the built web pages in place, then hands over to
 * src/app/main.ts. Plain JavaScript for Node 20 and newer, because it runs before anything is installed.
 */

import { spawn } from 'node:child_process'
import module from 'node:module'
import { ensureDependencies, findNode, isNewEnough } from './dependencies.mjs'
import { develop } from './dev.mjs'
import { fromProject, SetupError } from './project.mjs'
import { ensureWeb } from './web.mjs'

const main = fromProject('src/app/main.ts')
const compileCache = fromProject('node_modules/.cache/evenkeel')

try {
  await launch(process.argv.slice(2))
} catch (error) {
  if (!(error instanceof SetupError)) throw error
  console.error(`evenkeel: ${error.message}`)
  process.exitCode = 1
}

async function launch(args) {
  const isDevelopment = args[0] === 'dev'
  await ensureDependencies({ withTools: isDevelopment })
  if (isDevelopment) {
    process.exitCode = await develop(args.slice(1), findNode())
    return
  }
  if (args[0] === 'serve') await ensureWeb(findNode())
  if (process.env.npm_lifecycle_event) stopWithShell()
  if (isNewEnough(process.versions.node)) {
    // The same process goes on: a second Node would cost 40 ms and 40 MB.
    module.enableCompileCache(compileCache)
    const { run } = await import(main)
    await run(args)
  } else {
    process.exitCode = await runInNewerNode(args)
  }
}

/**
 * Runs the program in the newer Node and becomes its shadow: signals go through to it, its exit code comes back. The
 * channel between the two is how it learns that the launcher was killed, and stops instead of holding the port.
 */
function runInNewerNode(args) {
  const child = spawn(findNode(), [main, ...args], {
    stdio: ['inherit', 'inherit', 'inherit', 'ipc'],
    env: { ...process.env, NODE_COMPILE_CACHE: compileCache },
  })
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal))
  return new Promise((resolve, reject) => {
    child.once('error', reject)
    child.once('exit', (code, signal) => resolve(signal ? exitCodeOf(signal) : code))
  })
}

/**
 * `npm start` puts a shell between npm and this process, and a SIGTERM to npm ends only the two of them. The loss of
 * the shell is therefore taken as that signal. Started without npm, nothing is watched: `nohup` must keep working.
 */
function stopWithShell() {
  const shell = process.ppid
  const timer = setInterval(() => {
    if (process.ppid === shell) return
    clearInterval(timer)
    process.kill(process.pid, 'SIGTERM')
  }, 250)
  timer.unref()
}

function exitCodeOf(signal) {
  return 128 + ({ SIGHUP: 1, SIGINT: 2, SIGKILL: 9, SIGSEGV: 11, SIGTERM: 15 }[signal] ?? 1)
}
