/** The sign of the product: a keel under a level line. */

/** Decorative: the name stands beside it. */
export function Mark({ size = 20 }: { size?: number }) {
  return (
    <svg width={size} height={size} viewBox="0 0 20 20" fill="none" aria-hidden="true" style={{ flex: 'none' }}>
      <path d="M2 7.5h16" stroke="var(--ek-accent)" strokeWidth="2.2" strokeLinecap="round" />
      <path d="M4.2 10.8a5.9 5.4 0 0 0 11.6 0z" fill="var(--ek-accent)" />
      <circle cx="10" cy="3.4" r="1.5" fill="var(--ek-accent)" />
    </svg>
  )
}
