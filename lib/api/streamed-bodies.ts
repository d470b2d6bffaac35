import { paths } from '../paths'
import { IMPORT_LIMIT } from '../portability/contract'
import { OPERATIONS } from './operations'

/** The portal sends the file of an import to this path. */
const OF_PORTAL = { method: 'POST', pattern: new RegExp(`^${paths.memoriesImportFile}$`), limit: IMPORT_LIMIT }

const OF_API = OPERATIONS.flatMap(({ method, path, streamedBody }) =>
  streamedBody ? [{ method, pattern: new RegExp(`^${path.replace(/\{\w+\}/g, '[^/]+')}/?$`), limit: streamedBody.limit }] : [],
)

const STREAMED = [OF_PORTAL, ...OF_API]

/** The largest body in bytes that an operation or form with a streamed body takes, by the method and the path of a request; undefined for all others. */
export const streamedBodyLimit = (method: string | undefined, path: string): number | undefined =>
  STREAMED.find((operation) => operation.method === method && operation.pattern.test(path))?.limit
