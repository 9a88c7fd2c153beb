/** The gear beside the person: look, density, settings, sign-out. */
import { ActionIcon, Menu, useMantineColorScheme } from '@mantine/core'
import { IconDeviceDesktop, IconLogout, IconMoon, IconSettings, IconSun } from '@tabler/icons-react'
import { useViewer } from '../../kit/viewer.tsx'
import { client } from '../data/connection.ts'
import { setDensity, useDensity } from '../data/personal.ts'

const looks = [['light', 'Light', IconSun], ['dark', 'Dark', IconMoon], ['auto', 'As the system', IconDeviceDesktop]] as const
const densities = [['comfortable', 'Comfortable'], ['standard', 'Standard'], ['dense', 'Dense']] as const

export function PersonMenu() {
  const { navigate } = useViewer()
  const { colorScheme, setColorScheme } = useMantineColorScheme()
  const density = useDensity()
  const leave = async (): Promise<void> => {
    await client.signOut()
    window.location.assign('/sign-in')
  }
  return (
    <Menu position="top-start">
      <Menu.Target><ActionIcon aria-label="Settings and sign-out"><IconSettings aria-hidden="true" /></ActionIcon></Menu.Target>
      <Menu.Dropdown>
        <Menu.Label>Look</Menu.Label>
        {looks.map(([name, label, Icon]) => (
          <Menu.Item key={name} leftSection={<Icon aria-hidden="true" />} onClick={() => setColorScheme(name)} aria-current={colorScheme === name} rightSection={colorScheme === name ? 'now' : null}>{label}</Menu.Item>
        ))}
        <Menu.Label>Rows</Menu.Label>
        {densities.map(([name, label]) => (
          <Menu.Item key={name} onClick={() => setDensity(name)} aria-current={density === name} rightSection={density === name ? 'now' : null}>{label}</Menu.Item>
        ))}
        <Menu.Divider />
        <Menu.Item onClick={() => navigate('/settings')}>Settings</Menu.Item>
        <Menu.Item leftSection={<IconLogout aria-hidden="true" />} onClick={() => void leave()}>Sign out</Menu.Item>
      </Menu.Dropdown>
    </Menu>
  )
}
