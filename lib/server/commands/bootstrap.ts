import { parseArgs } from 'node:util'
import { z } from 'zod'
import { isAgentName } from '../../agents/input'
import { nonBlank } from '../../input/fields'
import { email } from '../../people/input'
import { type BootstrappedTeam, bootstrapTeam, type FirstTeam } from '../../teams/bootstrap'
import { withDatabase } from './with-database'

const OPTIONS = { email: { type: 'string' }, team: { type: 'string' }, agent: { type: 'string' }, json: { type: 'boolean' } } as const

const wishes = z.object({
  email,
  team: nonBlank(200).transform((name) => name.trim()),
  agent: z.string().refine(isAgentName, 'must be 1 to 64 letters, digits, hyphens or underscores').optional(),
})

export async function bootstrap(args: string[]): Promise<void> {
  const { values } = parseArgs({ args, options: OPTIONS })
  const wished = readWishes(values)
  await withDatabase(async (address) => {
    const founded = await bootstrapTeam(wished)
    const link = founded?.passwordToken ? `${address}/invite/password/${founded.passwordToken}` : null
    console.log(values.json ? asJson(wished, founded, link) : inWords(wished, founded, link))
  })
}

function readWishes(values: object): FirstTeam {
  const read = wishes.safeParse(values)
  if (read.success) return { email: read.data.email, team: read.data.team, agentName: read.data.agent }
  const [issue] = read.error.issues
  const problem = issue?.code === 'invalid_type' ? 'is missing' : issue?.message
  throw new Error(
    `--${issue?.path.join('.')} ${problem}. For example: npm run -s admin -- bootstrap --email you@example.com --team "Your team"`,
  )
}

function asJson({ team }: FirstTeam, founded: BootstrappedTeam | undefined, link: string | null): string {
  if (founded === undefined) return JSON.stringify({ created: false, team })
  return JSON.stringify({ created: true, team: founded.team, api_key: founded.apiKey, password_link: link })
}

function inWords({ team, email, agentName }: FirstTeam, founded: BootstrappedTeam | undefined, link: string | null): string {
  if (founded === undefined) return `The team "${team}" already exists. Nothing was changed.`
  const lines = [`Created the team "${founded.team}" with the owner ${email}${agentName ? ` and the agent ${agentName}` : ''}.`, '']
  lines.push(`API key (shown only once):              ${founded.apiKey}`)
  if (link) lines.push(`Set a password (one use, valid 24 h):   ${link}`)
  return lines.join('\n')
}
