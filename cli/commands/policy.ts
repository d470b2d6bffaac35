import { type Command, Option } from 'commander'
import { apiWithKey, type Context } from '../context'
import { defineCommand } from '../define-command'
import { CommandError } from '../errors'
import { type MemoryPolicy, unwrap } from '../http/client'
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
    examples: ['memanto policy set --redaction refuse'],
    options: [
      new Option('--redaction <policy>', 'what happens with secrets, card numbers, bank accounts and national ids').choices(REDACTION),
    ],
    run: (context) => setPolicy(context, command.opts()),
  })
}

async function setPolicy(context: Context, changes: Partial<MemoryPolicy>): Promise<void> {
  const { redaction } = changes
  if (redaction === undefined) throw new CommandError('usage', 'Nothing to change.', 'Add --redaction off, warn, redact or refuse.')
  const policy = await unwrap(apiWithKey(context).PATCH('/api/v2/memory-policy', { body: { redaction } }))
  context.print(policy, (format) => [success('Policy changed', format), ...policyLines(policy)])
}

const policyLines = ({ redaction }: MemoryPolicy) => labelled([['Redaction', `${redaction} (${EFFECTS[redaction]})`]])
