'use client'

import { createContext, type ReactNode, use, useState } from 'react'

/** The indexes of the first and the last bar of a range. */
export type BarRange = readonly [from: number, to: number]

interface Crosshair {
  highlighted: BarRange | undefined
  /** The bars whose sum is shown; all where undefined. */
  summed: BarRange | undefined
  highlight: (range: BarRange | undefined) => void
}

const CrosshairContext = createContext<Crosshair>({ highlighted: undefined, summed: undefined, highlight: () => {} })

interface DayCrosshairProps {
  chosen?: BarRange | undefined
  /** Whether the sum of the chosen bars is shown in place of the sum of all. */
  isChosenSummed?: boolean
  children: ReactNode
}

/** Charts that show the same days. A bar that is pointed at in one of them is highlighted in all; without one, the bars that are `chosen`. */
export function DayCrosshair({ chosen, isChosenSummed = true, children }: DayCrosshairProps) {
  const [pointedAt, highlight] = useState<BarRange>()
  const highlighted = pointedAt ?? chosen
  const summed = pointedAt ?? (isChosenSummed ? chosen : undefined)
  return <CrosshairContext value={{ highlighted, summed, highlight }}>{children}</CrosshairContext>
}

/** The bars that are highlighted in the charts around, those whose sum is shown, and a function that highlights others. */
export const useCrosshair = () => use(CrosshairContext)

/** The sum over a range of bars; over all without one. */
export const sumOver = (values: readonly number[], range: BarRange | undefined) =>
  (range ? values.slice(range[0], range[1] + 1) : values).reduce((sum, value) => sum + value, 0)
