/** Settings of a server under test: all browsers have one address, and open pages faster than people do. */
export const NO_RATE_LIMITS = { RATE_LIMIT_KEY: '0', RATE_LIMIT_TEAM: '0', RATE_LIMIT_ANONYMOUS: '0', RATE_LIMIT_FAILED_AUTH: '0' }
