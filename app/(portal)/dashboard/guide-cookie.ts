/** The name of the cookie with which a person has hidden the first steps. */
export const guideCookie = (personId: string) => `memanto-guide-${personId}`
