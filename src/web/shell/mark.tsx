/** The sign of the product: a level beam over a keel. */

/** Decorative; the name stands beside it. */
export function Mark({ size = 20 }: { size?: number }) {
  return (
    <svg width={size} height={size} viewBox="0 0 20 20" fill="none" aria-hidden="true" style={{ flex: 'none' }}>
      <path d="M2 7.5h16" stroke="var(--ek-accent)" strokeWidth="2.2" strokeLinecap="round" />
      <path d="M4.2 10.8c.9 3.6 3 5.4 5.8 5.4s4.9-1.8 5.8-5.400z" fill="var(--ek-accent)" />
      <circle cx="10" cy="3.4" r="1.5" fill="var(--ek-accent)" />
    </svg>
  )
}
