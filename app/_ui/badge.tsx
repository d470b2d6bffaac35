import type { ReactNode } from 'react'

const SHAPES = { neutral: '○', accent: '◆', good: '●', warn: '▲', bad: '■' } as const

/** A state, shown by a colour, a word and a shape. */
export function Badge({ tone = 'neutral', children }: { tone?: keyof typeof SHAPES | undefined; children: ReactNode }) {
  return (
    <span className={`badge badge-${tone}`}>
      <span aria-hidden="true" className="text-[0.6rem]">
        {SHAPES[tone]}
      </span>
      {children}
    </span>
  )
}
