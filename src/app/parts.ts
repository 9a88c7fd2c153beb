/** The practices in their order: one may use those above it, never those below. What each consists of is found in its folder. */
import path from 'node:path'
import { loadPractices } from './load-practices.ts'

/** Names of the folders in `src/practices`. A later practice acts on an earlier one, which does not know it. */
export const practiceNames = ['organization', 'people', 'service', 'configuration', 'event', 'incident', 'agreement', 'communication', 'problem', 'change', 'history', 'measure', 'report'] as const

/** Loaded once; a broken file ends the start with its name. */
export const practices = await loadPractices(path.join(import.meta.dirname, '..', 'practices'), practiceNames)
