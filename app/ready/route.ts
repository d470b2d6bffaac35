import { AppError } from '../../lib/errors'
import { clientOf } from '../../lib/http/client'
import { problemResponse } from '../../lib/http/problem'
import { describeUnreadiness } from '../../lib/readiness'

/** 200 when requests may come: the database answers and its schema is up to date. 503 before that, and while shutting down. */
export async function GET(request: Request): Promise<Response> {
  const reason = await describeUnreadiness()
  if (reason === undefined) return Response.json({ status: 'ready' })
  return problemResponse(new AppError('database_unavailable', reason), clientOf(request.headers).requestId)
}
