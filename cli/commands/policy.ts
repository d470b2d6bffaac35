import { type Command, Option } from 'commander'
import { apiWithKey, type Context } from '../context'
import { defineCommand } from '../define-command'
import { CommandError } from '../errors'
import { type MemoryPolicy, unwrap } from '../http/client'
import { parseNumber } from '../options'
import { labelled, success } from '../output/lines'

const REDACTION = ['off', 'warn', 'redact', 'refuse'] as const

/** What the server does with secrets and personal numbers in memories, by policy. */
const EFFECTS = {
  off: 'memories are stored as they are',
  warn: 'memories are stored, and the response says what was found',
  redact: 'what was found is replaced, and the response says so',
  refuse: 'memories with a finding are not stored',
} as const satisfies Record<MemoryPolicy['redaction'], string>

/** Adds the commands of `memanto policy`. */
export function addPolicyCommands(program: Command): void {
  const group = defineCommand(program, 'policy', {
    description: 'show the rules of your team for memories, or change them with `policy set`',
    examples: ['memanto policy', 'memanto policy set --redaction refuse'],
    run: async (context) => {
      const policy = await unwrap(apiWithKey(context).GET('/api/v2/memory-policy'))
      context.print(policy, () => policyLines(policy))
    },
  })
  const command = defineCommand(group, 'set', {
    description: 'change rules; needs a key with memories:admin',
    examples: [
      'memanto policy set --redaction refuse',
      'memanto policy set --retention event=90 --retention fact=forever --dry-run',
      'memanto policy set --deletion-grace-days 30',
    ],
    options: [
      new Option('--redaction <policy>', 'what happens with secrets, card numbers, bank accounts and national ids').choices(REDACTION),
      new Option('--retention <type=days>', 'for how many days memories of a type are kept, or type=forever; repeatable').argParser(
        parseRetention,
      ),
      new Option('--deletion-grace-days <days>', 'for how many days a deleted memory can be restored').argParser(parseNumber),
      new Option('--dry-run', 'change nothing, and report how many memories would expire'),
    ],
    run: (context) => setPolicy(context, command.opts()),
  })
}

interface PolicyOptions {
  redaction?: MemoryPolicy['redaction']
  retention?: Retention
  deletionGraceDays?: number
  dryRun?: boolean
}

/** Days by type; null stands for ever. */
type Retention = Record<string, number | null>

/** Adds one more type to the retention. */
function parseRetention(text: string, earlier: Retention = {}): Retention {
  const [, type = '', days = ''] = /^(\w+)=(\d+|forever)$/.exec(text) ?? []
  if (type === '')
    throw new CommandError('usage', `'${text}' is not a type and a number of days.`, 'Write for example --retention event=90.')
  return { ...earlier, [type]: days === 'forever' ? null : Number(days) }
}

async function setPolicy(context: Context, { redaction, retention, deletionGraceDays, dryRun }: PolicyOptions): Promise<void> {
  if (redaction === undefined && retention === undefined && deletionGraceDays === undefined)
    throw new CommandError('usage', 'Nothing to change.', 'Add --redaction, --retention or --deletion-grace-days.')
  const body = {
    ...(redaction && { redaction }),
    ...(retention && { retention }),
    ...(deletionGraceDays !== undefined && { deletion_grace_days: deletionGraceDays }),
    ...(dryRun && { dry_run: true }),
  }
  const policy = await unwrap(apiWithKey(context).PATCH('/api/v2/memory-policy', { body }))
  const { would_expire: wouldExpire = {} } = policy
  context.print(policy, (format) => [
    dryRun ? 'Nothing was changed. The rules would be:' : success('Policy changed', format),
    ...policyLines(policy),
    ...labelled([['Would expire', listOf(wouldExpire, 'memories')]]),
  ])
}

const policyLines = ({ redaction, retention, deletion_grace_days: days }: MemoryPolicy) =>
  labelled([
    ['Redaction', `${redaction} (${EFFECTS[redaction]})`],
    ['Retention', listOf(retention, 'days') ?? 'forever'],
    ['Restorable', `${days} days after a deletion`],
  ])

function listOf(amounts: Record<string, number>, unit: string): string | undefined {
  const parts = Object.entries(amounts).map(([type, amount]) => `${type} ${amount} ${unit}`)
  return parts.length === 0 ? undefined : parts.join(', ')
}
