/** The one Mantine theme: sizes and defaults of the parts we use; every colour is a token variable, set by `keelVariables`. */

import { localStorageColorSchemeManager, createTheme, type CSSVariablesResolver, type MantineColorsTuple } from '@mantine/core'
import { keepEnter } from './keep-enter.ts'

/** Ten lightnesses of the accent hue; shade 7 is the accent in light, shade 3 in dark. */
const keel: MantineColorsTuple = [
  '#ecf8f9', '#ddf1f3', '#aedfe3', '#56bdc2', '#3aa3ab', '#278d95', '#167a82', '#016770', '#03555c', '#064045',
]

/** How a chosen colour scheme survives a reload; `first-paint.js` reads the same key before the first paint. */
export const colourSchemeManager = localStorageColorSchemeManager({ key: 'evenkeel.color-scheme' })

export const theme = createTheme({
  primaryColor: 'keel',
  primaryShade: { light: 7, dark: 3 },
  colors: { keel },
  autoContrast: false,
  cursorType: 'pointer',
  respectReducedMotion: true,
  focusRing: 'auto',
  defaultRadius: 'md',
  fontFamily: 'var(--ek-font)',
  fontFamilyMonospace: 'var(--ek-mono)',
  headings: {
    fontFamily: 'var(--ek-font)',
    fontWeight: '600',
    sizes: {
      h1: { fontSize: '20px', lineHeight: '28px' },
      h2: { fontSize: '14px', lineHeight: '20px' },
      h3: { fontSize: '12px', lineHeight: '16px' },
    },
  },
  fontSizes: { xs: '11px', sm: '12px', md: '13px', lg: '14px', xl: '20px' },
  lineHeights: { xs: '14px', sm: '16px', md: '20px', lg: '22px', xl: '28px' },
  spacing: { xs: '6px', sm: '8px', md: '12px', lg: '16px', xl: '20px' },
  radius: { xs: '2px', sm: '4px', md: '6px', lg: '8px', xl: '999px' },
  shadows: {
    xs: 'none', sm: 'none', md: 'var(--ek-shadow-menu)', lg: 'var(--ek-shadow-menu)', xl: 'var(--ek-shadow-menu)',
  },
  breakpoints: { xs: '30em', sm: '37.5em', md: '60em', lg: '75em', xl: '105em' },
  components: {
    Button: { defaultProps: { variant: 'default', size: 'sm' } },
    ActionIcon: { defaultProps: { variant: 'subtle', size: 28, color: 'gray' } },
    TextInput: { defaultProps: { size: 'sm' } },
    PasswordInput: { defaultProps: { size: 'sm' } },
    Textarea: { defaultProps: { size: 'sm' } },
    NumberInput: { defaultProps: { size: 'sm' } },
    Select: { defaultProps: { size: 'sm', allowDeselect: false, selectFirstOptionOnChange: true, onKeyDownCapture: keepEnter, checkIconPosition: 'right', comboboxProps: { shadow: 'md' } } },
    MultiSelect: { defaultProps: { size: 'sm', onKeyDownCapture: keepEnter, comboboxProps: { shadow: 'md' } } },
    Menu: { defaultProps: { shadow: 'md', position: 'bottom-start', offset: 4, transitionProps: { duration: 90 } } },
    Popover: { defaultProps: { shadow: 'md', offset: 4, transitionProps: { duration: 90 } } },
    Drawer: { defaultProps: { position: 'right', size: 420, shadow: 'md', transitionProps: { duration: 140, exitDuration: 0 }, overlayProps: { backgroundOpacity: 0.3 } } },
    Modal: { defaultProps: { shadow: 'md', centered: true, transitionProps: { duration: 140, exitDuration: 0 }, overlayProps: { backgroundOpacity: 0.3 } } },
    Tooltip: { defaultProps: { openDelay: 300, withArrow: false, multiline: true, maw: 360, events: { hover: true, focus: true, touch: false } } },
    SegmentedControl: { defaultProps: { size: 'sm', withItemsBorders: true, transitionDuration: 0 } },
    Checkbox: { defaultProps: { size: 'xs', radius: 3.5 } },
    Tabs: { defaultProps: { variant: 'default' } },
    Switch: { defaultProps: { size: 'sm' } },
    Notification: { defaultProps: { withBorder: true } },
  },
})

/** Points every colour that Mantine draws with at a token, so that no second palette can appear. */
export const keelVariables: CSSVariablesResolver = () => ({
  variables: {
    '--mantine-color-keel-filled': token('accent'),
    '--mantine-color-keel-filled-hover': token('accent-hover'),
    '--mantine-color-keel-light': token('accent-soft'),
    '--mantine-color-keel-light-hover': token('selected'),
    '--mantine-color-keel-light-color': token('accent-text'),
    '--mantine-color-keel-outline': token('accent'),
    '--mantine-color-keel-outline-hover': token('hover'),
  },
  light: schemeVariables,
  dark: schemeVariables,
})

function token(name: string): string {
  return `var(--ek-${name})`
}

const schemeVariables: Record<string, string> = {
  '--mantine-primary-color-contrast': token('on-solid'),
  '--mantine-primary-color-filled': token('accent'),
  '--mantine-primary-color-filled-hover': token('accent-hover'),
  '--mantine-primary-color-light': token('accent-soft'),
  '--mantine-primary-color-light-hover': token('selected'),
  '--mantine-primary-color-light-color': token('accent-text'),
  '--mantine-color-keel-filled': token('accent'),
  '--mantine-color-keel-filled-hover': token('accent-hover'),
  '--mantine-color-keel-light': token('accent-soft'),
  '--mantine-color-keel-light-hover': token('selected'),
  '--mantine-color-keel-light-color': token('accent-text'),
  '--mantine-color-keel-outline': token('accent'),
  '--mantine-color-keel-outline-hover': token('hover'),
  '--mantine-color-bright': token('text'),
  '--mantine-color-text': token('text'),
  '--mantine-color-body': token('surface'),
  '--mantine-color-error': token('bad-text'),
  '--mantine-color-success': token('good-text'),
  '--mantine-color-placeholder': token('text-3'),
  '--mantine-color-anchor': token('accent-text'),
  '--mantine-color-default': token('surface'),
  '--mantine-color-default-hover': token('hover'),
  '--mantine-color-default-color': token('text'),
  '--mantine-color-default-border': token('line-strong'),
  '--mantine-color-dimmed': token('text-3'),
  '--mantine-color-disabled': token('sunken'),
  '--mantine-color-disabled-color': token('text-3'),
  '--mantine-color-disabled-border': token('line'),
  '--mantine-color-gray-light-hover': token('hover'),
  '--mantine-color-gray-light-color': token('text-2'),
}
