/** What all parts of the launcher share: where the project lies, running a program, one launch at a time. */

import { spawn } from 'node:child_process'
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'

const project = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '..')

/** Absolute path of something in the project. */
export function fromProject(...parts) {
  return path.join(project, ...parts)
}

/** A failure of the set-up that the reader can act on; shown without a stack. */
export class SetupError extends Error {}

/** The text of a file, or `''` where there is none. */
export function readText(file) {
  try {
    return readFileSync(file, 'utf8')
  } catch {
    return ''
  }
}

/** Runs a program in the project with this terminal and returns its exit code. */
export function runProgram(program, args, { cwd = project, env = process.env, output = 'inherit' } = {}) {
  const child = spawn(program, args, { cwd, env, stdio: ['ignore', output, 'inherit'] })
  const forward = (signal) => child.kill(signal)
  process.on('SIGINT', forward).on('SIGTERM', forward)
  return new Promise((resolve, reject) => {
    child.once('error', reject)
    child.once('exit', (code, signal) => {
      process.off('SIGINT', forward).off('SIGTERM', forward)
      resolve(signal ? 1 : code)
    })
  })
}

/**
 * Lets one launch at a time change the project folder; a second one waits and says for whom. The lock of a launch
 * that was killed is taken over.
 */
export async function alone(what, work) {
  const lock = fromProject('dist', 'setup.lock')
  const owner = path.join(lock, 'pid')
  try {
    mkdirSync(path.dirname(lock), { recursive: true })
  } catch (error) {
    throw new SetupError(`${what} is needed, but ${path.dirname(lock)} cannot be written (${error.code}). Run once as the owner of the project.`)
  }
  for (let waits = 0; ; waits++) {
    try {
      mkdirSync(lock)
      break
    } catch (error) {
      if (error.code !== 'EEXIST') throw new SetupError(`${what} is needed, but ${lock} cannot be made (${error.code}). Run once as the owner of the project.`)
    }
    const pid = Number(readText(owner))
    // Without a number the other launch is between two lines of this function; after 2 s it was killed there.
    if (pid ? !isRunning(pid) : waits > 20) rmSync(lock, { recursive: true, force: true })
    else {
      if (waits === 0) console.error(`evenkeel: another launch${pid ? ` (pid ${pid})` : ''} prepares this folder; waiting for it`)
      await sleep(100)
    }
  }
  try {
    writeFileSync(owner, String(process.pid))
    return await work()
  } finally {
    rmSync(lock, { recursive: true, force: true })
  }
}

function isRunning(pid) {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return error.code === 'EPERM'
  }
}
