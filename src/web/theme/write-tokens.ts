/** Writes `tokens.css` beside itself: run `node src/web/theme/write-tokens.ts` after a change of the tokens. */

import { writeFileSync } from 'node:fs'
import { tokensCss } from './tokens-css.ts'

writeFileSync(new URL('tokens.css', import.meta.url), tokensCss())
