import { cva, type VariantProps } from 'class-variance-authority'
import type { ReactNode } from 'react'

const styles = cva('inline-flex items-center gap-1 whitespace-nowrap rounded-full px-2 py-0.5 text-xs font-medium', {
  variants: {
    tone: {
      neutral: 'bg-sunken text-soft',
      accent: 'bg-accent-wash text-accent',
      good: 'bg-good-wash text-good',
      warn: 'bg-warn-wash text-warn',
      bad: 'bg-bad-wash text-bad',
    },
  },
  defaultVariants: { tone: 'neutral' },
})

const SHAPES = { neutral: '○', accent: '◆', good: '●', warn: '▲', bad: '■' } as const

/** A state, shown by a colour, a word and a shape. */
export function Badge({ tone = 'neutral', children }: VariantProps<typeof styles> & { children: ReactNode }) {
  return (
    <span className={styles({ tone })}>
      <span aria-hidden="true" className="text-[0.6rem]">
        {SHAPES[tone ?? 'neutral']}
      </span>
      {children}
    </span>
  )
}
