import { clsx } from 'clsx'
import { Check } from 'lucide-react'

interface StepsProps {
  label: string
  steps: readonly string[]
  /** How many of them are done: the next one is the current one. */
  done: number
}

/** The steps of something that takes several, with those that are done and the current one. */
export function Steps({ label, steps, done }: StepsProps) {
  return (
    <ol aria-label={label} className="flex flex-wrap gap-x-4 gap-y-2 text-xs">
      {steps.map((step, index) => (
        <li
          key={step}
          aria-current={index === done ? 'step' : undefined}
          className={clsx('flex items-center gap-1.5', index === done ? 'font-medium' : 'text-soft')}
        >
          <span className={clsx('grid size-5 place-items-center rounded-full number', lookOf(index, done))}>
            {index < done ? <Check aria-hidden="true" className="size-3" /> : index + 1}
          </span>
          {step}
          {index < done && <span className="sr-only">: done</span>}
        </li>
      ))}
    </ol>
  )
}

function lookOf(index: number, done: number): string {
  if (index < done) return 'bg-good-wash text-good'
  return index === done ? 'bg-accent text-accent-ink' : 'bg-sunken text-soft'
}
