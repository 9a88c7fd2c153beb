/** Time zones to choose from. */

/** A zone that this browser does not list is kept: the server may know more. */
export function zones(current: string): string[] {
  const known = ['Etc/UTC', ...Intl.supportedValuesOf('timeZone')]
  return known.includes(current) ? known : [current, ...known]
}
