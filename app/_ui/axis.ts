import { compact } from './change'

const STEPS = 4
const FACTORS = [1, 1.5, 2, 2.5, 3, 4, 5, 6, 8]

/** The marks of an axis from 0 to at least `highest`: five round numbers at equal distances. */
export function axisTicks(highest: number): number[] {
  const step = roundUp(Math.max(1, highest / STEPS))
  return Array.from({ length: STEPS + 1 }, (_, index) => index * step)
}

/** The next whole number that is a round factor times a power of ten. */
function roundUp(value: number): number {
  const power = 10 ** Math.floor(Math.log10(value))
  const factor = FACTORS.find((each) => each * power >= value && Number.isInteger(each * power)) ?? 10
  return factor * power
}

/** A number of an axis in few characters: `750`, `1.2K`, `100K`. */
export const formatTick = (value: number) => compact.format(value)
