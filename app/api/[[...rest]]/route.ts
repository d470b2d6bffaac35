import { fail } from '../../../lib/errors'
import { UNKNOWN_ROUTE } from '../../../lib/http/observe'
import { respondTo } from '../../../lib/http/respond'

/** Answers 404 for every path under /api that no other route has. */
export const GET = (request: Request): Promise<Response> =>
  respondTo(request, UNKNOWN_ROUTE, () => fail('not_found', 'Unknown path. See /docs for the API reference.'))

export { GET as DELETE, GET as OPTIONS, GET as PATCH, GET as POST, GET as PUT }
