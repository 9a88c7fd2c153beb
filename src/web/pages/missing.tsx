/** An address that leads nowhere. */
import { Link } from '../../kit/link.tsx'
import { ErrorState } from '../../kit/states.tsx'

export function Missing() {
  return <ErrorState title="No page has this address" detail={<>The link may be old, or cut off. <Link href="/">Go to the first page</Link></>} code="not_found" />
}
