import { fail } from '../../../lib/errors'
import { endpoint } from '../../../lib/http/endpoint'

/** Every address under /api that no other route has. */
export const GET = endpoint(() => fail('not_found', 'Unknown path. See /docs for the API reference.'))

export { GET as DELETE, GET as OPTIONS, GET as PATCH, GET as POST, GET as PUT }
