/** The profiles that come along, by name. */
import { balanced } from './profiles/balanced.ts'
import { hasty } from './profiles/hasty.ts'
import { reactive } from './profiles/reactive.ts'
import { rigid } from './profiles/rigid.ts'
import type { ProfileName } from '../practices/history/demo.ts'
import type { Profile } from './profile.ts'

export const profiles: Readonly<Record<ProfileName, Profile>> = { balanced, reactive, rigid, hasty }
