/** A link: a real address that can be opened in a new tab, followed inside the product on a plain click. */

import type { AnchorHTMLAttributes } from 'react'
import { useFollow } from './viewer.tsx'

/** `quiet` draws it as plain text, for numbers and names in rows. */
export function Link({ href, quiet, className, ...rest }: AnchorHTMLAttributes<HTMLAnchorElement> & { href: string; quiet?: boolean }) {
  // A file is the browser's: inside the product there is no page at its address.
  const follow = useFollow(rest.download === undefined ? href : undefined)
  const look = quiet ? className : ['ek-link', className].filter(Boolean).join(' ')
  return <a href={href} onClick={follow} className={look} {...rest} />
}
