import { OPERATIONS } from './operations'

const STREAMED = OPERATIONS.flatMap(({ method, path, streamedBody }) =>
  streamedBody ? [{ method, pattern: new RegExp(`^${path.replace(/\{\w+\}/g, '[^/]+')}/?$`), limit: streamedBody.limit }] : [],
)

/** The largest body in bytes that an operation with a streamed body takes, by the method and the path of a request; undefined for all others. */
export const streamedBodyLimit = (method: string | undefined, path: string): number | undefined =>
  STREAMED.find((operation) => operation.method === method && operation.pattern.test(path))?.limit
