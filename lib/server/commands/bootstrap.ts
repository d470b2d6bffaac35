import { parseArgs } from 'node:util'
import { z } from 'zod'
import { isAgentName } from '../../agents/input'
import { nonBlank } from '../../input/fields'
import { email } from '../../people/input'
import { type BootstrappedTeam, bootstrapTeam, type FirstTeam } from '../../teams/bootstrap'
import { withDatabase } from './with-database'

const OPTIONS = { email: { type: 'string' }, team: { type: 'string' }, agent: { type: 'string' }, json: { type: 'boolean' } } as const

const ARGUMENTS = z.object({
  email,
  team: nonBlank(200).transform((name) => name.trim()),
  agent: z.string().refine(isAgentName, 'must be 1 to 64 letters, digits, hyphens or underscores').optional(),
})

export async function bootstrap(args: string[]): Promise<void> {
  const { values } = parseArgs({ args, options: OPTIONS })
  const firstTeam = readArguments(values)
  await withDatabase(async (address) => {
    const created = await bootstrapTeam(firstTeam)
    const link = created?.passwordToken ? `${address}/invite/password/${created.passwordToken}` : null
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
