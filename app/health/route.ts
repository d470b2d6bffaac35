import { version } from '../../package.json'

/** 200 while the process lives, whatever the database does. */
export function GET(): Response {
  return Response.json({ status: 'ok', service: 'MEMANTO', version })
}
