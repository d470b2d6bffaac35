import { fail } from '../../../lib/errors'
import { endpoint } from '../../../lib/http/endpoint'

/** Every address under /api that no other route has. */
export const GET = endpoint(() => fail('not_found', 'This address is not part of the API. /docs lists what is.'))

export { GET as DELETE, GET as OPTIONS, GET as PATCH, GET as POST, GET as PUT }
