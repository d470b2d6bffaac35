/** A JSON object with unknown values. */
export type JsonObject = Record<string, unknown>

/** Returns whether a value is an object, and neither null nor an array. */
export const isObject = (value: unknown): value is JsonObject => typeof value === 'object' && value !== null && !Array.isArray(value)
