/** Sends a file to be imported, with its progress. */
import { ApiProblem, readProblem } from '../../client/problem.ts'
import type { ImportFile } from '../../client/imports.ts'
import { sentName } from '../data/files.ts'

/** `told` hears the share that is sent, 0 to 1; `signal` stops it. Rejects with an `ApiProblem`, or an AbortError. */
export function uploadImportFile(file: File, told: (share: number) => void, signal: AbortSignal): Promise<ImportFile> {
  return new Promise((resolve, reject) => {
    const call = new XMLHttpRequest()
    call.open('PUT', `/api/import-files?${new URLSearchParams({ name: sentName(file.name).replaceAll(/[/\\]/g, '_') }).toString()}`)
    call.setRequestHeader('content-type', 'application/octet-stream')
    call.upload.onprogress = (event) => told(event.total > 0 ? event.loaded / event.total : 0)
    call.onerror = () => reject(new ApiProblem('offline', 0, 'No connection', 'The connection broke off. The file was not sent.'))
    call.onabort = () => reject(new DOMException('stopped', 'AbortError'))
    call.onload = () => {
      const answer = parsed(call.responseText)
      if (call.status < 300) resolve(answer as ImportFile)
      else reject(readProblem(call.status, answer))
    }
    signal.addEventListener('abort', () => call.abort())
    call.send(file)
  })
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}
