'use client'

import { createContext, type ReactNode, use, useState } from 'react'

/** The indexes of the first and the last bar of a range. */
export type BarRange = readonly [from: number, to: number]

interface Crosshair {
  highlighted: BarRange | undefined
  highlight: (range: BarRange | undefined) => void
}

const CrosshairContext = createContext<Crosshair>({ highlighted: undefined, highlight: () => {} })

/** Charts that show the same days. A bar that is pointed at in one of them is highlighted in all; without one, the bars that are `chosen`. */
export function DayCrosshair({ chosen, children }: { chosen?: BarRange | undefined; children: ReactNode }) {
  const [pointedAt, highlight] = useState<BarRange>()
  const highlighted = pointedAt ?? chosen
  return <CrosshairContext value={{ highlighted, highlight }}>{children}</CrosshairContext>
}

/** The bars that are highlighted in the charts around, and a function that changes them. */
export const useCrosshair = () => use(CrosshairContext)

/** The sum over the highlighted bars; over all where none is. */
export const sumOver = (values: readonly number[], range: BarRange | undefined) =>
  (range ? values.slice(range[0], range[1] + 1) : values).reduce((sum, value) => sum + value, 0)
