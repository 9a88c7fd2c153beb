/** Gets what package-lock.json names into node_modules, and with it a Node that is new enough. */

import { createHash } from 'node:crypto'
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { alone, fromProject, readText, runProgram, SetupError } from './project.mjs'

/** TypeScript runs without a build step, and `Temporal` is there, from this version on. */
const NEEDED_MAJOR = 26

/** Whether a version of Node can run the program. */
export function isNewEnough(version) {
  return Number.parseInt(version, 10) >= NEEDED_MAJOR
}

/** The Node that runs the program: this one where it is new enough, else the one that npm installed. */
export function findNode() {
  if (isNewEnough(process.versions.node)) return process.execPath
  const installed = fromProject('node_modules', 'node', 'bin', 'node')
  if (existsSync(installed)) return installed
  throw new SetupError(`Node ${NEEDED_MAJOR} or newer is needed and could not be installed for ${process.platform} ${process.arch}. Install it from https://nodejs.org and start again.`)
}

/** Installs where something is missing or of another version; else costs a few milliseconds. */
export async function ensureDependencies({ withTools }) {
  if (isInstalled(withTools)) return
  await alone('Installing the dependencies', async () => {
    if (isInstalled(withTools)) return
    if (!isMatching(withTools)) await install()
    await repairNode()
    try {
      writeFileSync(stamp, fingerprint(withTools))
    } catch {
      // Somebody else owns node_modules: it is compared again at each start, which costs 20 ms.
    }
  })
}

const stamp = fromProject('node_modules', '.evenkeel')

function fingerprint(withTools) {
  const lock = readFileSync(fromProject('package-lock.json'))
  return `${createHash('sha256').update(lock).digest('hex')}${withTools ? ' with tools' : ''}`
}

function isInstalled(withTools) {
  const found = readText(stamp)
  const isStamped = found !== '' && (found === fingerprint(withTools) || found === fingerprint(true))
  return isStamped && (isNewEnough(process.versions.node) || existsSync(fromProject('node_modules', 'node', 'bin', 'node')))
}

/** Whether somebody has already installed exactly what the lock file names, by `npm ci` for example. */
function isMatching(withTools) {
  const wanted = JSON.parse(readFileSync(fromProject('package-lock.json'), 'utf8')).packages
  const found = JSON.parse(readText(fromProject('node_modules', '.package-lock.json')) || '{"packages":{}}').packages
  return Object.entries(wanted).every(([name, entry]) => {
    if (name === '' || entry.optional || entry.devOptional || entry.peer || (entry.dev && !withTools)) return true
    return found[name]?.version === entry.version
  })
}

async function install() {
  console.error('evenkeel: installing dependencies (needs the network, about a minute, once)')
  // Where npm started this process, the same npm goes on; it may be the only one that is not on the PATH.
  const npm = process.env.npm_execpath
  const args = ['ci', '--no-audit', '--no-fund', '--loglevel=error']
  const isScript = npm !== undefined && /npm-cli\.[cm]?js$/.test(npm)
  const code = await (isScript ? runProgram(process.execPath, [npm, ...args]) : runProgram('npm', args)).catch((error) => {
    throw new SetupError(`npm cannot be started (${error.code}). Install npm, or run \`npm ci\` in the project yourself.`)
  })
  if (code !== 0) throw new SetupError('`npm ci` failed; its message is above. Without a network, copy node_modules from a machine of the same kind.')
}

/** Does what the install script of the package `node` would have done, where npm was told to run no scripts. */
async function repairNode() {
  if (isNewEnough(process.versions.node) || existsSync(fromProject('node_modules', 'node', 'bin', 'node'))) return
  console.error(`evenkeel: fetching Node ${NEEDED_MAJOR} (npm did not run the install script of the package "node")`)
  const cwd = fromProject('node_modules', 'node')
  const code = await runProgram(process.execPath, ['installArchSpecificPackage.js'], { cwd, env: { ...process.env, npm_config_ignore_scripts: 'false' } })
  if (code !== 0) findNode()
}
