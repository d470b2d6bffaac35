import { AppError } from '../../lib/errors'
import { clientOf } from '../../lib/http/client'
import { problemResponse } from '../../lib/http/problem'
import { describeUnreadiness } from '../../lib/readiness'

/** Returns 200 when the server can take requests: the database answers and its schema is up to date. Returns 503 before that, and during shutdown. */
export async function GET(request: Request): Promise<Response> {
  const reason = await describeUnreadiness()
  if (reason === undefined) return Response.json({ status: 'ready' })
  return problemResponse(new AppError('database_unavailable', reason), clientOf(request.headers).requestId)
}
