/** Every global style, in the one right order: Mantine in its layer, then tokens, ground, and our restyling. */

import '@mantine/core/styles.layer.css'
import '@mantine/notifications/styles.layer.css'
import '@mantine/spotlight/styles.layer.css'
import './fonts.css'
import './tokens.css'
import './base.css'
import './mantine.css'
