import { addRoute, createRouter, findRoute } from 'rou3'
import { AppError, type ErrorCode } from '../../lib/errors'
import { problemResponse } from '../../lib/http/problem'
import { newId } from '../../lib/ids'

type Handler = (request: Request, context: { params: Promise<Record<string, string>> }) => Response | Promise<Response>

/** What a route.ts exports, by method. */
type Route = Record<string, Handler | undefined>
type Load = () => Promise<Route>

const FILES = import.meta.glob<Route>(['/app/api/v2/**/route.ts', '/app/health/route.ts', '/app/ready/route.ts'])

/** Every route in the folder tree, by its path as OpenAPI writes it, `/api/v2/agents/{agent_id}`, and by its folder under `app`. */
export const ROUTES: [path: string, load: Load, folder: string][] = Object.entries(FILES).map(([file, load]) => {
  const folder = file.replace(/^\/app|\/route\.ts$/g, '')
  return [pathOf(folder), load, folder]
})

const router = createRouter<Load>()
for (const [path, load] of ROUTES) addRoute(router, '', path.replace(/\{(\w+)\}/g, ':$1'), load)

/** Next's folder `[agentId]` is OpenAPI's `{agent_id}`. */
function pathOf(folder: string): string {
  return folder.replace(/\[(\w+)\]/g, (_folder, name: string) => `{${name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`)}}`)
}

/** Answers as our server does, without a server: finds the exported handler and calls it as Next would. */
export async function callHandler(request: Request): Promise<Response> {
  const match = findRoute(router, '', new URL(request.url).pathname)
  if (match === undefined) return refusal('not_found')
  const params = decoded(match.params ?? {})
  if (params === undefined) return refusal('malformed_request')
  const route = await match.data()
  const handler = route[request.method]
  return handler ? handler(request, { params: Promise.resolve(params) }) : refusal('method_not_allowed')
}

const refusal = (code: ErrorCode) => problemResponse(new AppError(code, 'Refused before any handler.'), newId('req'))

/** Handlers get `{agent_id}` as `agentId`. */
function decoded(params: Record<string, string>): Record<string, string> | undefined {
  try {
    return Object.fromEntries(Object.entries(params).map(([name, value]) => [camelCase(name), decodeURIComponent(value)]))
  } catch {
    return undefined
  }
}

const camelCase = (name: string) => name.replace(/_(\w)/g, (_match, letter: string) => letter.toUpperCase())
