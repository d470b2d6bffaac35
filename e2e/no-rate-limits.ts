/** For servers under test: all browsers come from one address, and go from page to page faster than people do. */
export const NO_RATE_LIMITS = { RATE_LIMIT_KEY: '0', RATE_LIMIT_TEAM: '0', RATE_LIMIT_ANONYMOUS: '0', RATE_LIMIT_FAILED_AUTH: '0' }
