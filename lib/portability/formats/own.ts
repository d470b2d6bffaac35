/** What the first line of an export says of itself. */
export const EXPORT_FORMAT = 'memanto-export'
export const EXPORT_VERSION = 1
