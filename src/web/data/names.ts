/** Names as keys: `Mail & Calendar` is `mail-calendar`; the same rule as the service record's. */

export const keyOfName = (name: string): string => name.trim().toLowerCase().replace(/[^\p{L}\p{N}]+/gu, '-').replace(/^-|-$/g, '')
