/** `bench scale`: measures the sizes asked for, keeps the figures of the others, and writes the table of both into docs/benchmarks.md. */
import { readFile, writeFile } from 'node:fs/promises'
import { cpus, loadavg } from 'node:os'
import { type ScaleResult, type Size, scale, sizes } from './scale.ts'
import { scaleReasonOf } from './scale-reason.ts'

const figuresFile = 'docs/benchmarks-scale.json'
const pageFile = 'docs/benchmarks.md'
const [begin, end] = ['<!-- scale: begin -->', '<!-- scale: end -->']
/** Milliseconds at the largest size. */
const most = 100
const mostFresh = 5

interface Figures extends ScaleResult {
  readonly on: string
  readonly machine: string
  /** What a reader must know of these figures. */
  readonly remark?: string
}

/** The part of the page that this writes; nothing where there is none yet. The other bench leaves it as it is. */
export const scalePart = (page: string): string => (page.includes(begin) && page.includes(end) ? page.slice(page.indexOf(begin), page.indexOf(end) + end.length) : '')

/** `--size 10k|100k|1m` (all without it), `--smoke` (10k, few repeats, writes nothing), `--folder` (kept and used again), `--only` a pattern, for some rows measured again. */
export async function runScale(args: readonly string[]): Promise<void> {
  const value = (name: string): string | undefined => { const i = args.indexOf(name); return i < 0 ? undefined : args[i + 1] }
  const isSmoke = args.includes('--smoke')
  const wanted = isSmoke ? ['10k'] : (value('--size')?.split(',') ?? Object.keys(sizes))
  const only = value('--only')
  for (const size of wanted) {
    if (!Object.hasOwn(sizes, size)) throw new Error(`--size is one of ${Object.keys(sizes).join(', ')}`)
    const loadBefore = loadavg()[0] ?? 0
    const result = await scale(size as Size, isSmoke ? 3 : Number(value('--repeats') ?? 40), only === undefined ? null : new RegExp(only), (line) => { console.log(line) }, value('--folder'))
    console.log(`fresh after ${result.freshSeconds.toFixed(1)} s`)
    if (isSmoke) {
      if (result.rows.length === 0 || result.freshSeconds > mostFresh) process.exitCode = 1
      continue
    }
    const known = await figures()
    const before = known[size as Size]
    if (only !== undefined) {
      // What was measured again takes the place of what was measured before; all else stays.
      if (!before) continue
      await writeFile(figuresFile, `${JSON.stringify({ ...known, [size]: { ...before, remark: `${before.remark ?? ''} Measured again on their own afterwards (${only}): ${result.rows.length} rows.`.trim(), rows: before.rows.map((r) => result.rows.find((x) => x.what === r.what) ?? r) } }, null, 1)}\n`)
      await writePage()
      continue
    }
    const machine = `${cpus().length} × ${cpus()[0]?.model.trim() ?? 'unknown'}, load average ${loadBefore.toFixed(1)} before and ${(loadavg()[0] ?? 0).toFixed(1)} after`
    // A kept folder was filled by an earlier run.
    const fill = result.journalRows > 0 || !before ? {} : { journalRows: before.journalRows, sizeBytes: before.sizeBytes, fillSeconds: before.fillSeconds }
    await writeFile(figuresFile, `${JSON.stringify({ ...known, [size]: { ...result, ...fill, on: new Date().toISOString().slice(0, 10), machine } }, null, 1)}\n`)
    await writePage()
  }
}

const figures = async (): Promise<Partial<Record<Size, Figures>>> => JSON.parse(await readFile(figuresFile, 'utf8').catch(() => '{}')) as Partial<Record<Size, Figures>>

/** Writes the page's part anew from the kept figures. */
export async function writePage(): Promise<void> {
  const page = await readFile(pageFile, 'utf8').catch(() => '# Benchmarks\n')
  const part = `${begin}\n${partOf(await figures())}\n${end}`
  const was = scalePart(page)
  await writeFile(pageFile, was === '' ? `${page.trimEnd()}\n\n${part}\n` : page.replace(was, () => part))
}

const ms = (n: number | undefined): string => (n === undefined ? '' : n >= 100 ? Math.round(n).toLocaleString('en') : n.toFixed(n >= 10 ? 0 : 1))

function partOf(known: Partial<Record<Size, Figures>>): string {
  const measured = (Object.keys(sizes) as Size[]).flatMap((size) => { const f = known[size]; return f ? [{ size, f }] : [] })
  const largest = measured.at(-1)
  if (!largest) return ''
  const row = (f: Figures, what: string) => f.rows.find((r) => r.what === what)
  const growth = (what: string): string[] => measured.slice(1).map(({ f }, i) => {
    const [a, b] = [row(measured[i]?.f ?? f, what)?.p50, row(f, what)?.p50]
    return a === undefined || b === undefined ? '' : (b / a).toFixed(2)
  })
  const lines = largest.f.rows.map(({ what, p95 }) => `| ${what} | ${measured.map(({ f }) => { const r = row(f, what); return `${ms(r?.p50)} / ${ms(r?.p95)} | ${r && r.first > 0 ? ms(r.first) : ''}` }).join(' | ')} | ${growth(what).join(' | ')} | ${p95 <= most ? 'yes' : '**no**'} |`)
  const logs = measured.slice(1).map(({ size }, i) => (Math.log(sizes[size]) / Math.log(sizes[measured[i]?.size ?? size])).toFixed(2))
  const missed = largest.f.rows.filter((r) => r.p95 > most)
  const slowFirst = largest.f.rows.filter((r) => r.area === 'measure' && r.first > most)
  const longestFirst = Math.max(0, ...largest.f.rows.map((r) => r.first))
  const steeper = largest.f.rows.filter(({ what }) => growth(what).some((g, i) => Number(g) > Number(logs[i])))
  const doubled = largest.f.rows.filter(({ what }) => growth(what).some((g) => Number(g) > 2))
  const steps = measured.slice(1).map(({ size }, i) => `${measured[i]?.size ?? ''} → ${size}`)
  return `## Grown

Written by \`npm run bench -- scale\`. The same requests at the API, one after the other, over the embedded database with its usual settings (64 MB of shared memory). Milliseconds, middle / 95th; beside
them the longest of those asked for the very first time. The target is that of ${sizes['1m'].toLocaleString('en')} incidents: a 95th of ${most} ms. The last columns are the ratios of the middles from one size to the next: by log n they would be ${logs.join(' and ')}.

| what | ${measured.map(({ size }) => `${size} | first`).join(' | ')} | ${steps.join(' | ')}${steps.length > 0 ? ' | ' : ''}met at ${largest.size} |
|---|${measured.map(() => '---|---|').join('')}${steps.map(() => '---|').join('')}---|
${lines.join('\n')}
| a create until a month's number has it, s (the longest of five) | ${measured.map(({ f }) => `${f.freshSeconds.toFixed(1)} | `).join(' | ')} | ${steps.map(() => '').join(' | ')} | ${largest.f.freshSeconds <= mostFresh ? 'yes' : '**no**'} |

${measured.map(({ size, f }) => `- ${size}: ${f.incidents.toLocaleString('en')} incidents, ${f.journalRows.toLocaleString('en')} journal rows, ${(f.sizeBytes / 1e9).toFixed(2)} GB, ${f.fillSeconds > 0 ? `filled in ${Math.round(f.fillSeconds)} s` : 'time of the fill not kept'}; ${f.on}, ${f.machine}.${f.remark ? ` ${f.remark}` : ''}`).join('\n')}

**What "met" leaves out.** It judges tiles asked again. Asked for the first time after a start, or after a fact of a period changed, that period is computed: ${slowFirst.length} of ${largest.f.rows.filter((r) => r.area === 'measure').length} measure rows took longer than ${most} ms the first time at ${largest.size}, the longest ${(longestFirst / 1000).toFixed(1)} s. A whole map or stock is computed again after any change, as long as its first time says.
${steps.length === 0 ? '' : `\n**Growth by log n is not shown.** ${steeper.length} of ${largest.f.rows.length} rows grew more than that in at least one step, ${doubled.length} more than twofold. The sizes were measured one after the other beside other work, so that smaller ratios say little either way.\n`}${missed.length === 0 ? '' : `\n### Missed at ${largest.size}, and why\n\n${missed.map((r) => `- **${r.what}.** ${scaleReasonOf(r.what)}`).join('\n')}\n`}
### How it was filled

Two years of incidents for 40 teams, 200 services, 30 customers and 120 people, their priorities, durations and texts spread by a fixed formula; ten journal rows, ten steps and ten states of knowledge each, words, clocks and
facts beside them, written by one statement a table and month as the owner. Their hashes fit together but do not cover the content, which a million rows through the door would: only rows made through the door are sealed in full. A partition of the journal for each month, as after two years of work.`
}
