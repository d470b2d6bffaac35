/** What the first line of an export says of itself, and in Markdown its index. */
export const EXPORT_FORMAT = 'memanto-export'
export const EXPORT_VERSION = 1
