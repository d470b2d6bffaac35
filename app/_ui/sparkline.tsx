import { asPolyline, sparklinePoints } from './sparkline-points'

interface SparklineProps {
  /** A number per day, the last one of today so far. */
  values: readonly number[]
  className?: string
}

/** A small line of the last days. The part that leads to the unfinished day is dashed. */
export function Sparkline({ values, className }: SparklineProps) {
  const points = sparklinePoints(values)
  const line = { ...LINE, className: values.some((value) => value > 0) ? 'stroke-accent' : 'stroke-line-strong' }
  return (
    <>
      <svg aria-hidden="true" viewBox="0 -4 100 108" preserveAspectRatio="none" className={className} fill="none">
        <polygon points={`0,104 ${asPolyline(points)} 100,104`} className="fill-accent/10" />
        <polyline points={asPolyline(points.slice(0, -1))} {...line} />
        <polyline points={asPolyline(points.slice(-2))} strokeDasharray="3 3" {...line} />
      </svg>
      <span className="sr-only">{inWords(values)}</span>
    </>
  )
}

const LINE = { strokeWidth: 1.5, strokeLinejoin: 'round', vectorEffect: 'non-scaling-stroke' } as const

function inWords(values: readonly number[]): string {
  const [lowest, highest] = [Math.min(...values), Math.max(...values)].map((value) => value.toLocaleString('en'))
  return `In the last ${values.length} days from ${lowest} to ${highest} a day.`
}
