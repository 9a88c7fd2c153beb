/** Files of a record: sending them with progress, and what their names may look like on a screen. */
import { readProblem } from '../../client/problem.ts'
import { ApiProblem } from '../../client/problem.ts'

/** As the record's attachment table gives it. */
export interface AttachedFile {
  readonly id: string
  readonly name: string
  readonly mediaType: string
  readonly sizeBytes: number
  readonly audience: 'public' | 'internal'
  readonly authorName: string
  readonly at: string
}

/** What the server takes at most, in bytes and in characters of a name. */
export const mostBytes = 26_214_400
const mostNameCharacters = 200

/** Sends one file; `told` hears the share that is sent, 0 to 1. Rejects with an `ApiProblem`. */
export function sendFile(plural: string, id: string, file: File, audience: 'public' | 'internal', told: (share: number) => void): Promise<void> {
  return new Promise((resolve, reject) => {
    const call = new XMLHttpRequest()
    call.open('POST', `/api/${plural}/${encodeURIComponent(id)}/attachments?${new URLSearchParams({ name: sentName(file.name), audience }).toString()}`)
    call.setRequestHeader('content-type', /^[\w.+-]+\/[\w.+-]+$/.test(file.type) ? file.type : 'application/octet-stream')
    call.upload.onprogress = (event) => told(event.total > 0 ? event.loaded / event.total : 0)
    call.onerror = () => reject(new ApiProblem('offline', 0, 'No connection', 'The server cannot be reached. The file was not sent.'))
    call.onload = () => (call.status < 300 ? resolve() : reject(readProblem(call.status, parsed(call.responseText))))
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

/** The name as the server takes it: no control characters, whole characters, cut in the middle so that its end still tells the kind. */
export function sentName(name: string): string {
  const clean = [...name.toWellFormed().replaceAll(unprintable, '')]
  const text = clean.join('').trim() === '' ? 'file' : clean.join('')
  if (text.length <= mostNameCharacters) return text
  const dot = text.lastIndexOf('.')
  const end = dot > 0 && text.length - dot <= 20 ? text.slice(dot) : ''
  return `${text.slice(0, mostNameCharacters - end.length - 1).toWellFormed()}…${end}`
}

/** A name that cannot pretend: signs that turn or hide text (`invoice‮gpj.exe`) are shown as what they are. */
export const shownName = (name: string): string => name.replaceAll(unprintable, '\uFFFD').replaceAll(turning, '\uFFFD')

const unprintable = /[\u0000-\u001F\u007F-\u009F]/g
const turning = /[\u061C\u200B-\u200F\u2028-\u202E\u2060-\u2069\uFEFF]/g
