/** Builds the web pages when they are missing or older than what they are made from. */

import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { alone, fromProject, readText, runProgram, SetupError } from './project.mjs'

/** All that a page can be made from; folders of the server are not among it. */
const SOURCES = ['src/web', 'src/kit', 'src/client', 'src/model', 'src/traits', 'src/analysis', 'src/practices', 'vite.config.ts', 'package-lock.json']

const web = fromProject('dist', 'web')
const record = path.join(web, '.built-from')

/** Costs a few milliseconds where nothing has changed: sizes and times are compared, contents only after those. */
export async function ensureWeb(node) {
  if (!existsSync(fromProject('vite.config.ts')) || isCurrent()) return
  await alone('Building the web pages', async () => {
    if (!isCurrent()) await build(node)
  })
}

function isCurrent() {
  const files = listSources()
  const [stamp, digest] = readText(record).split('\n')
  if (!digest) return false
  if (stamp === stampOf(files)) return true
  // Touched, but perhaps not changed: a checkout or a copy gives all files a new time.
  if (digest !== digestOf(files)) return false
  try {
    writeFileSync(record, `${stampOf(files)}\n${digest}`)
  } catch {
    // Not ours to write; the contents are compared again next time.
  }
  return true
}

async function build(node) {
  console.error('evenkeel: building the web pages')
  const files = listSources()
  const draft = `${web}.new`
  rmSync(draft, { recursive: true, force: true })
  mkdirSync(draft, { recursive: true })
  const args = [fromProject('node_modules/vite/bin/vite.js'), 'build', '--outDir', draft, '--emptyOutDir', '--logLevel', 'warn']
  if ((await runProgram(node, args)) !== 0) throw new SetupError('the web pages could not be built; the reason is above')
  writeFileSync(path.join(draft, '.built-from'), `${stampOf(files)}\n${digestOf(files)}`)
  // The old pages stay until the new ones are whole.
  rmSync(web, { recursive: true, force: true })
  renameSync(draft, web)
}

function listSources() {
  return SOURCES.map((name) => fromProject(name))
    .filter((source) => existsSync(source))
    .flatMap((source) => (statSync(source).isDirectory() ? filesBelow(source) : [source]))
    .filter((file) => !/\.test\.tsx?$|\.md$/.test(file))
    .sort()
}

function filesBelow(folder) {
  return readdirSync(folder, { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile())
    .map((entry) => path.join(entry.parentPath ?? entry.path, entry.name))
}

function stampOf(files) {
  const hash = createHash('sha256')
  for (const file of files) {
    const { size, mtimeMs } = statSync(file)
    hash.update(`${file}\0${size}\0${mtimeMs}\0`)
  }
  return hash.digest('hex')
}

function digestOf(files) {
  const hash = createHash('sha256')
  for (const file of files) hash.update(`${path.relative(fromProject(), file)}\0`).update(readFileSync(file))
  return hash.digest('hex')
}
