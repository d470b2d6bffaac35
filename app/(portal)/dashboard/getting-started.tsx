import { Circle, CircleCheck } from 'lucide-react'
import Link from 'next/link'
import { Snippet } from '@/app/_ui/copy'
import { Card } from '@/app/_ui/page-parts'
import { paths } from '@/lib/paths'

type Step = 'agent' | 'session' | 'memory' | 'recall' | 'invite'

const STEPS: Record<Step, { title: string; href: string; command?: (agentName: string) => string }> = {
  agent: { title: 'Create an agent', href: paths.agents, command: (id) => `memanto agent create ${id}` },
  session: { title: 'Activate it', href: paths.agents, command: (id) => `memanto agent activate ${id}` },
  memory: { title: 'Store a first memory', href: paths.docs, command: () => "memanto remember 'The customer prefers e-mail.'" },
  recall: { title: 'Recall a memory', href: paths.docs, command: () => "memanto recall 'how to reach the customer'" },
  invite: { title: 'Invite a colleague', href: paths.members },
}

/** The first steps of a new team. Each is checked when it is done, and the card disappears when all are. */
export function GettingStarted({ steps, agentName }: { steps: Partial<Record<Step, boolean>>; agentName: string }) {
  const shown = (Object.keys(STEPS) as Step[]).filter((step) => steps[step] !== undefined)
  const next = shown.find((step) => !steps[step])
  if (next === undefined) return null
  const done = shown.filter((step) => steps[step]).length
  const listed = next === 'invite' ? [next] : shown // the other steps are done by then
  return (
    <Card title="Getting started" action={<span className="text-soft">{`${done} of ${shown.length} done`}</span>}>
      <ol className="grid gap-2">
        {listed.map((step) => (
          <li key={step} className="grid gap-2">
            <StepLine step={step} isDone={steps[step] === true} />
            {step === next && <Command text={STEPS[step].command?.(agentName)} />}
          </li>
        ))}
      </ol>
    </Card>
  )
}

function Command({ text }: { text: string | undefined }) {
  return text === undefined ? null : <Snippet text={text} label="Copy command" />
}

function StepLine({ step, isDone }: { step: Step; isDone: boolean }) {
  const { title, href } = STEPS[step]
  if (isDone)
    return (
      <span className="flex items-center gap-2 text-soft">
        <CircleCheck aria-hidden="true" className="size-4 text-good" />
        {title}
        <span className="text-xs">done</span>
      </span>
    )
  return (
    <span className="flex items-center gap-2">
      <Circle aria-hidden="true" className="size-4 text-soft" />
      <Link href={href} className="font-medium text-accent underline-offset-4 hover:underline">
        {title}
      </Link>
    </span>
  )
}
