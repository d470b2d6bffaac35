import type { Command } from 'commander'
import { answer, type SessionInfo } from '../client'
import { type Context, managing, requireKey } from '../context'
import { ApiFailure, EXIT, exitCodeOf, isRefusal } from '../failures'
import { maskedKey } from '../harmless'
import { agentOption, leaf, localOption, noRenewOption, running } from '../leaf'
import { printStatus, printUnreachable, type Status } from '../print-status'
import { isExpiringSoon, warnOfEnd } from '../renewal'
import { shownAddress } from '../settings'
import { DEAD_SESSION, pickedSession, readSession } from '../use-session'

export function addStatusCommand(program: Command): void {
  leaf(program, 'status', {
    does: 'show the server, the sign-in and the active agents; renews the current session if it expires soon',
    examples: ['memanto status', 'memanto status --no-renew --json'],
    options: [agentOption(), noRenewOption(), localOption()],
    work: async (context) => {
      const status = await readStatus(context).catch((thrown) => {
        if (exitCodeOf(thrown) === EXIT.unreachable && !context.options.json) tellWithoutServer(context)
        throw thrown
      })
      const current = status.session?.session_id
      for (const info of status.sessions) if (info.session_id !== current && isExpiringSoon(info)) warnOfEnd(context, info)
      context.print(status, (look) => printStatus(status, look))
    },
  })
}

/** What is known without asking: the failure itself is told on stderr. */
function tellWithoutServer({ settings, print, config }: Context): void {
  const agent = settings.agentId?.value
  const expiresAt = agent === undefined ? undefined : config.sessions.get(agent)?.expires_at
  const server_url = shownAddress(settings.serverUrl.value)
  const api_key = settings.apiKey ? maskedKey(settings.apiKey.value) : null
  print({}, (look) => printUnreachable({ server_url, api_key, agent_id: agent ?? null }, expiresAt, look))
}

async function readStatus(context: Context): Promise<Status> {
  const { settings } = context
  const held = pickedSession(context)
  running.agentId = held?.agentId
  if (held === undefined) requireKey(context)
  const [server, own, active] = await Promise.all([
    answer(context.api({}).GET('/health')),
    ownSession(context),
    settings.apiKey ? activeSessions(context) : [],
  ])
  const session = own.info ?? null
  return {
    server_url: shownAddress(settings.serverUrl.value),
    server,
    api_key: settings.apiKey ? maskedKey(settings.apiKey.value) : null,
    agent_id: held?.agentId ?? settings.agentId?.value ?? null,
    session,
    session_refused: own.refusal ?? null,
    sessions: session ? [session, ...active.filter(({ session_id }) => session_id !== session.session_id)] : active,
  }
}

/** The session that is held here, or why it is over: that is no failure of asking for the status. */
async function ownSession(context: Context): Promise<{ info?: SessionInfo; refusal?: ApiFailure['problem'] }> {
  const held = pickedSession(context)
  if (held === undefined) return {}
  try {
    return { info: await readSession(context, held) }
  } catch (thrown) {
    if (thrown instanceof ApiFailure && isRefusal(thrown, ...DEAD_SESSION, 'agent_deleted')) return { refusal: thrown.problem }
    throw thrown
  }
}

/** All that the key reaches; none where it may not look. */
async function activeSessions(context: Context): Promise<SessionInfo[]> {
  try {
    const query = { status: 'active', limit: 100 } as const
    return (await answer(managing(context).GET('/api/v2/sessions', { params: { query } }))).sessions
  } catch (thrown) {
    if (isRefusal(thrown, 'insufficient_scope')) return []
    throw thrown
  }
}
