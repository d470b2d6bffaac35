import { Circle, CircleCheck } from 'lucide-react'
import { SubmitButton } from '@/app/_ui/action-form'
import { Snippet } from '@/app/_ui/copy'
import { Link } from '@/app/_ui/link'
import { Card } from '@/app/_ui/page-parts'
import { SimpleForm } from '@/app/_ui/simple-form'
import { paths } from '@/lib/paths'
import { dismissGuide } from './actions'

type StepName = 'agent' | 'session' | 'memory' | 'recall' | 'invite'

interface Step {
  name: StepName
  title: string
  href: string
  command?: (agentName: string) => string
}

const STEPS: Step[] = [
  { name: 'agent', title: 'Create an agent', href: paths.agents, command: (agent) => `memanto agent create ${agent}` },
  { name: 'session', title: 'Activate it', href: paths.agents, command: (agent) => `memanto agent activate ${agent}` },
  {
    name: 'memory',
    title: 'Store a first memory',
    href: paths.docs,
    command: () => "memanto remember 'This is a test memory.' --tag test",
  },
  { name: 'recall', title: 'Recall a memory', href: paths.docs, command: () => "memanto recall 'test memory'" },
  { name: 'invite', title: 'Invite a colleague', href: paths.members },
]

/** The first steps of a new team. Each is checked when it is done, and the card disappears when all are, or when a person dismisses it. */
export function GettingStarted({ steps, agentName }: { steps: Partial<Record<StepName, boolean>>; agentName: string }) {
  const shown = STEPS.filter(({ name }) => steps[name] !== undefined)
  const next = shown.find(({ name }) => !steps[name])
  if (next === undefined) return null
  const done = shown.filter(({ name }) => steps[name]).length
  const listed = next.name === 'invite' ? [next] : shown // the invite is the last step
  return (
    <Card
      title="Getting started"
      action={
        <>
          <span className="text-soft">{`${done} of ${shown.length} done`}</span>
          <SimpleForm action={dismissGuide}>
            <SubmitButton kind="quiet" size="small" pending="Dismissing…">
              Dismiss
            </SubmitButton>
          </SimpleForm>
        </>
      }
    >
      <ol className="grid gap-2">
        {listed.map((step) => (
          <li key={step.name} className="grid gap-2">
            <StepLine step={step} isDone={steps[step.name] === true} />
            {step === next && step.command && <Snippet text={step.command(agentName)} label="Copy command" />}
          </li>
        ))}
      </ol>
    </Card>
  )
}

function StepLine({ step: { title, href }, isDone }: { step: Step; isDone: boolean }) {
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
