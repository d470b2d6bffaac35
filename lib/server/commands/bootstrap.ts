import { parseArgs } from 'node:util'
import { z } from 'zod'
import { AGENT_NAME } from '../../agents/input'
import { paths } from '../../paths'
import { email } from '../../people/input'
import { type BootstrappedTeam, bootstrapTeam, type FirstTeam } from '../../teams/bootstrap'
import { teamName } from '../../teams/input'
import { withDatabase } from './with-database'

const OPTIONS = { email: { type: 'string' }, team: { type: 'string' }, agent: { type: 'string' }, json: { type: 'boolean' } } as const

const ARGUMENTS = z.object({
  email,
  team: teamName,
  agent: AGENT_NAME.optional(),
})

/** `bootstrap`: creates a team with its owner and an API key, and prints them. */
export async function bootstrap(args: string[], signal: AbortSignal): Promise<void> {
  const { values } = parseArgs({ args, options: OPTIONS })
  const firstTeam = readArguments(values)
  await withDatabase(signal, async (url) => {
    const created = await bootstrapTeam(firstTeam)
    const link = created?.passwordToken ? url + paths.password(created.passwordToken) : null
    console.log(values.json ? formatJson(firstTeam, created, link) : formatText(firstTeam, created, link))
  })
}

function readArguments(values: object): FirstTeam {
  const read = ARGUMENTS.safeParse(values)
  if (read.success) return { email: read.data.email, team: read.data.team, agentName: read.data.agent }
  const [issue] = read.error.issues
  const problem = issue?.code === 'invalid_type' ? 'is missing' : issue?.message
  throw new Error(
    `--${issue?.path.join('.')} ${problem}. For example: npm run -s admin -- bootstrap --email you@example.com --team "Your team"`,
  )
}

function formatJson({ team }: FirstTeam, created: BootstrappedTeam | undefined, link: string | null): string {
  if (created === undefined) return JSON.stringify({ created: false, team })
  return JSON.stringify({ created: true, team: created.team, api_key: created.apiKey, password_link: link })
}

function formatText({ team, email, agentName }: FirstTeam, created: BootstrappedTeam | undefined, link: string | null): string {
  if (created === undefined) return `The team "${team}" already exists. Nothing was changed.`
  const lines = [`Created the team "${created.team}" with the owner ${email}${agentName ? ` and the agent ${agentName}` : ''}.`, '']
  lines.push(`API key (shown only once):              ${created.apiKey}`)
  if (link) lines.push(`Set a password (one use, valid 24 h):   ${link}`)
  return lines.join('\n')
}
