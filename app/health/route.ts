import { version } from '../../package.json'

/** Returns 200 while the process runs, even if the database does not answer. */
export function GET(): Response {
  return Response.json({ status: 'ok', service: 'MEMANTO', version })
}
