/** The cookie that says whether the navigation shows only icons. */
export const RAIL_COOKIE = 'memanto-rail'

/** True when a person made the navigation narrow in this browser. */
export const isRailNarrow = (cookies: { get: (name: string) => { value: string } | undefined }): boolean =>
  cookies.get(RAIL_COOKIE)?.value === 'narrow'
