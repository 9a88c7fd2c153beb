/** Alertmanager beside us: started where the machine has it, fed by the same client, in the same run. */
import { spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { mkdir, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { type Client, connect } from './client.ts'
import { freePort } from './free-port.ts'

const programs = ['/usr/bin/prometheus-alertmanager', '/usr/bin/alertmanager', '/usr/local/bin/alertmanager']
const patienceMs = 10_000

/** Null where it is not installed. Notifies nobody, keeps alerts for an hour, talks to no cluster. */
export async function startAlertmanager(folder: string, connections: number): Promise<{ readonly client: Client; stop(): void } | null> {
  const program = programs.find((p) => existsSync(p))
  if (program === undefined) return null
  await mkdir(folder, { recursive: true })
  const config = path.join(folder, 'alertmanager.yml')
  await writeFile(config, "global: { resolve_timeout: 1h }\nroute: { receiver: 'none', group_wait: 30s, group_interval: 5m, repeat_interval: 12h }\nreceivers: [ { name: 'none' } ]\n")
  const port = await freePort()
  const child = spawn(program, [`--config.file=${config}`, `--storage.path=${path.join(folder, 'data')}`, `--web.listen-address=127.0.0.1:${port}`, '--cluster.listen-address=', '--log.level=error'], { stdio: 'ignore' })
  const client = connect(port, null, connections)
  for (const end = performance.now() + patienceMs; ;) {
    if (await fetch(`http://127.0.0.1:${port}/-/ready`).then((r) => r.ok, () => false)) break
    if (child.exitCode !== null || performance.now() > end) { child.kill('SIGKILL'); client.end(); throw new Error('Alertmanager does not answer') }
    await sleep(50)
  }
  return { client, stop: () => { client.end(); child.kill('SIGTERM') } }
}
