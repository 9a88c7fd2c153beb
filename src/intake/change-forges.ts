/** Reads what GitHub and GitLab post when a version is tagged, released or deployed. Pure. Sources: docs.github.com "Webhook events and payloads"; docs.gitlab.com "Webhook events". */
import { type ChangeRead, changeEvent, fault, ignore, instantAt, textAt } from './change-event.ts'

/** `event` is the value of `X-GitHub-Event`. Branches, reviews and the rest of a repository's life change nothing in use. */
export function readGitHub(event: string, body: unknown): ChangeRead {
  const repository = textAt(body, 'repository', 'full_name')
  if (event === 'ping') return ignore('The ping arrived.')
  if (repository === '') return fault('repository.full_name is missing.')
  const about = { source: 'github' as const, names: [textAt(body, 'repository', 'name'), repository], madeBy: textAt(body, 'sender', 'login') || textAt(body, 'pusher', 'name') }
  const tagged = (tag: string, startMs: number | null, description: string, link: string): ChangeRead => (Number.isNaN(startMs) ? fault('An instant in it cannot be read.')
    // A tag, its creation and its release are one change, whichever of the three is heard of.
    : one(changeEvent({ ...about, key: `github ${repository} tag ${tag}`, title: `${repository} ${tag}`, version: tag, startMs, description, link })))
  const ref = textAt(body, 'ref')
  switch (event) {
    case 'push':
      if (!ref.startsWith('refs/tags/')) return ignore('A push to a branch is no change in use; tags, releases and deployments are.')
      if (objectDeleted(body)) return ignore('A tag was deleted.')
      return tagged(ref.slice('refs/tags/'.length), null, textAt(body, 'head_commit', 'message'), textAt(body, 'compare'))
    case 'create':
      return textAt(body, 'ref_type') === 'tag' ? tagged(ref, null, '', '') : ignore('A branch was made.')
    case 'release':
      return textAt(body, 'action') === 'published' || textAt(body, 'action') === 'released'
        ? tagged(textAt(body, 'release', 'tag_name'), instantAt(body, 'release', 'published_at'), textAt(body, 'release', 'body'), textAt(body, 'release', 'html_url')) : ignore('A release was edited, not published.')
    case 'deployment_status': {
      const [state, id, environment] = [textAt(body, 'deployment_status', 'state'), textAt(body, 'deployment', 'id'), textAt(body, 'deployment', 'environment')]
      if (id === '') return fault('deployment.id is missing.')
      if (!['in_progress', 'success', 'failure', 'error'].includes(state)) return ignore(`The deployment is ${state.slice(0, 40) || 'waiting'}.`)
      const [startMs, endMs] = [instantAt(body, 'deployment', 'created_at'), state === 'in_progress' ? null : instantAt(body, 'deployment_status', 'created_at')]
      if (Number.isNaN(startMs) || Number.isNaN(endMs)) return fault('An instant in it cannot be read.')
      return one(changeEvent({
        ...about, key: `github ${repository} deployment ${id}`, title: `${repository} deployed to ${environment || 'an environment'}`, startMs, endMs, environment, version: textAt(body, 'deployment', 'ref') || textAt(body, 'deployment', 'sha'),
        description: [textAt(body, 'deployment', 'description'), state === 'failure' || state === 'error' ? `It failed: ${textAt(body, 'deployment_status', 'description') || state}.` : ''].filter((t) => t !== '').join('\n'),
        link: textAt(body, 'deployment_status', 'target_url') || textAt(body, 'deployment_status', 'log_url'),
      }))
    }
    default: return ignore(`${event.slice(0, 60)} is no change in use; tags, releases and deployments are.`)
  }
}

function objectDeleted(body: unknown): boolean {
  return typeof body === 'object' && body !== null && 'deleted' in body && body.deleted === true
}

/** Told apart by `object_kind` in the body; the header `X-Gitlab-Event` only says that it is GitLab's. */
export function readGitLab(body: unknown): ChangeRead {
  const [kind, project] = [textAt(body, 'object_kind'), textAt(body, 'project', 'path_with_namespace')]
  if (project === '') return fault('project.path_with_namespace is missing.')
  const about = { source: 'gitlab' as const, names: [textAt(body, 'project', 'name'), project.split('/').at(-1) ?? '', project] }
  switch (kind) {
    case 'tag_push': {
      const tag = textAt(body, 'ref').replace(/^refs\/tags\//, '')
      if (/^0{40,64}$/.test(textAt(body, 'after'))) return ignore('A tag was deleted.')
      return one(changeEvent({ ...about, key: `gitlab ${project} tag ${tag}`, title: `${project} ${tag}`, version: tag, madeBy: textAt(body, 'user_username') || textAt(body, 'user_name'), description: textAt(body, 'message'), link: textAt(body, 'project', 'web_url') }))
    }
    case 'release': {
      if (textAt(body, 'action') !== 'create') return ignore('A release was edited, not made.')
      const [tag, startMs] = [textAt(body, 'tag'), instantAt(body, 'released_at')]
      if (Number.isNaN(startMs)) return fault('released_at cannot be read.')
      return one(changeEvent({ ...about, key: `gitlab ${project} tag ${tag}`, title: `${project} ${tag}`, version: tag, startMs, description: textAt(body, 'description'), link: textAt(body, 'url') }))
    }
    case 'deployment': {
      const [status, id, environment, atMs] = [textAt(body, 'status'), textAt(body, 'deployment_id') || textAt(body, 'deployable_id'), textAt(body, 'environment'), instantAt(body, 'status_changed_at')]
      if (id === '') return fault('deployment_id is missing.')
      if (Number.isNaN(atMs)) return fault('status_changed_at cannot be read.')
      if (!['running', 'success', 'failed'].includes(status)) return ignore(`The deployment is ${status.slice(0, 40) || 'waiting'}.`)
      return one(changeEvent({
        ...about, key: `gitlab ${project} deployment ${id}`, title: `${project} deployed to ${environment || 'an environment'}`, startMs: atMs, endMs: status === 'running' ? null : atMs, environment, version: textAt(body, 'short_sha'),
        description: [textAt(body, 'commit_title'), status === 'failed' ? 'It failed.' : ''].filter((t) => t !== '').join('\n'), madeBy: textAt(body, 'user', 'username'), link: textAt(body, 'deployable_url'),
      }))
    }
    default: return ignore(`${kind.slice(0, 60) || 'This'} is no change in use; tags, releases and deployments are.`)
  }
}

const one = (event: ReturnType<typeof changeEvent>): ChangeRead => ({ events: [event], faults: [], ignored: [] })
