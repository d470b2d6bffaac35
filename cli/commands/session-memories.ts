import { type Command, Option } from 'commander'
import { apiWithKey, type Context, requireKey } from '../context'
import { defineCommand } from '../define-command'
import { CommandError } from '../errors'
import { type SessionInfo, unwrap } from '../http/client'
import { listPages } from '../http/pages'
import { agentOption, limitOption, localOption, noRenewOption } from '../options'
import { memoryList } from '../output/memory'

interface MemoriesOptions {
  recalled?: boolean
  limit: number
  all?: boolean
}

type FindSession = (context: Context) => Promise<SessionInfo>

/** Adds `session memories`. `currentSession` finds the session where none is named. */
export function addSessionMemoriesCommand(group: Command, currentSession: FindSession): void {
  const command = defineCommand(group, 'memories [session]', {
    description: 'list the memories that a session stored or recalled (default: the current session)',
    examples: ['memanto session memories', 'memanto session memories sess_0m8xq4k2pVb81mPq9sXw2LtRa --recalled'],
    options: [
      new Option('--recalled', 'the memories that it recalled, with how often'),
      limitOption('memories').default(50),
      new Option('--all', 'list all, whatever the number'),
      agentOption(),
      noRenewOption(),
      localOption(),
    ],
    run: async (context, session) => {
      if (session !== undefined && context.options.agent !== undefined)
        throw new CommandError(
          'usage',
          'Use either a session or --agent.',
          'To list the memories of the current session of an agent, leave out the session.',
        )
      // Before the session is read, which may extend it.
      requireKey(context)
      await list(context, session ?? (await currentSession(context)).session_id, command.opts())
    },
  })
}

async function list(context: Context, sessionId: string, { recalled, limit, all }: MemoriesOptions): Promise<void> {
  const api = apiWithKey(context)
  const path = { session_id: sessionId }
  const kind = recalled ? 'recalled' : 'stored'
  const { items, first, nextCursor } = await listPages(all ? Number.POSITIVE_INFINITY : limit, async (page) => {
    const body = await unwrap(api.GET('/api/v2/sessions/{session_id}/memories', { params: { path, query: { kind, ...page } } }))
    return { ...body, items: body.memories }
  })
  const { session_id, agent_id } = first
  context.print({ session_id, agent_id, kind, memories: items, count: items.length, next_cursor: nextCursor }, (format) =>
    memoryList(items, format),
  )
  if (nextCursor !== null) context.note('There are more memories. Use --all to list all.')
}
