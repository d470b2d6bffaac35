import type { Command } from 'commander'
import { commandState } from '../command-state'
import { apiWithKey, type Context, requireKey } from '../context'
import { defineCommand } from '../define-command'
import { ApiError, EXIT, exitCodeOf, isApiError } from '../errors'
import { type SessionInfo, unwrap } from '../http/client'
import { listPages } from '../http/pages'
import { agentOption, localOption, noRenewOption } from '../options'
import { maskKey } from '../output/sanitize'
import { type Status, statusLines, unreachableLines } from '../output/status'
import { readSession, SESSION_OVER_CODES, selectedToken } from '../session/current'
import { isExpiringSoon, warnExpiring } from '../session/renewal'
import { selectAgent } from '../session/select'
import { maskAddress } from '../settings'

/** At most so many sessions are read, so that a status takes few requests in a large team, too. */
const MOST_SESSIONS = 500

/** Adds `status`. */
export function addStatusCommand(program: Command): void {
  defineCommand(program, 'status', {
    description: 'show the server, the sign-in and the active agents; renews the current session if it expires soon',
    examples: ['memanto status', 'memanto status --no-renew --json'],
    options: [agentOption(), noRenewOption(), localOption()],
    run: async (context) => {
      const status = await readStatus(context).catch((thrown) => {
        if (exitCodeOf(thrown) === EXIT.unreachable && !context.options.json) printUnreachable(context)
        throw thrown
      })
      const current = status.session?.session_id
      for (const info of status.sessions) if (info.session_id !== current && isExpiringSoon(info)) warnExpiring(context, info)
      context.print(status, (format) => statusLines(status, format))
    },
  })
}

/** Prints what is stored on this machine; the error itself follows on stderr. */
function printUnreachable({ options, settings, print, config }: Context): void {
  const agent = selectAgent(options.agent, settings)
  const expiresAt = agent === undefined ? undefined : config.sessions.get(agent)?.expires_at
  const server_url = maskAddress(settings.serverUrl.value)
  const api_key = settings.apiKey ? maskKey(settings.apiKey.value) : null
  print({}, (format) => unreachableLines({ server_url, api_key, agent_id: agent ?? null }, expiresAt, format))
}

async function readStatus(context: Context): Promise<Status> {
  const { settings } = context
  const selected = selectedToken(context)
  commandState.agentId = selected?.agentId
  if (selected === undefined) requireKey(context)
  const [server, own, active] = await Promise.all([
    unwrap(context.api({}).GET('/health')),
    ownSession(context),
    settings.apiKey && activeSessions(context),
  ])
  const session = own.info ?? null
  return {
    server_url: maskAddress(settings.serverUrl.value),
    server,
    api_key: settings.apiKey ? maskKey(settings.apiKey.value) : null,
    agent_id: selectAgent(context.options.agent, settings) ?? null,
    session,
    session_refused: own.refusal ?? null,
    sessions: withOwn(session, active?.sessions ?? []),
    other_sessions: active?.other_sessions ?? 'unknown',
  }
}

const withOwn = (own: SessionInfo | null, active: SessionInfo[]) =>
  own ? [own, ...active.filter(({ session_id }) => session_id !== own.session_id)] : active

/** The selected agent's session, or why it is over: that is a status, not an error. */
async function ownSession(context: Context): Promise<{ info?: SessionInfo; refusal?: ApiError['problem'] }> {
  const selected = selectedToken(context)
  if (selected === undefined) return {}
  try {
    return { info: await readSession(context, selected) }
  } catch (thrown) {
    if (thrown instanceof ApiError && isApiError(thrown, ...SESSION_OVER_CODES, 'agent_deleted')) return { refusal: thrown.problem }
    throw thrown
  }
}

/** The active sessions that the key can see, up to MOST_SESSIONS; undefined if it may not list sessions. */
async function activeSessions(context: Context): Promise<Pick<Status, 'sessions' | 'other_sessions'> | undefined> {
  const api = apiWithKey(context)
  try {
    const { items, nextCursor } = await listPages(MOST_SESSIONS, async (page) => {
      const body = await unwrap(api.GET('/api/v2/sessions', { params: { query: { status: 'active', ...page } } }))
      return { ...body, items: body.sessions }
    })
    return { sessions: items, other_sessions: nextCursor === null ? 'listed' : 'more' }
  } catch (thrown) {
    if (isApiError(thrown, 'insufficient_scope')) return undefined
    throw thrown
  }
}
