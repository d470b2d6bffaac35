import { clsx } from 'clsx'
import { axisTicks, formatTick } from './axis'
import { type DaySeries, stackOf, sumPerBar } from './day-series'
import { PARTIAL_PATTERN } from './day-swatch'
import { dayInWords, isWeekend, type Period } from './days'

interface DayPlotProps {
  periods: Period[]
  series: DaySeries[]
  /** Those that are not over, or not whole. */
  partial: readonly Period[]
}

const LABELS = 3

/** A bar per day or week as SVG, with lines and labels. Everything is in percent, so that it fits any width. `PartialPattern` must be on the page. */
export function DayPlot({ periods, series, partial }: DayPlotProps) {
  const ticks = axisTicks(Math.max(...sumPerBar(series, periods.length)))
  const highest = ticks.at(-1) ?? 1
  return (
    <>
      {ticks.map((tick) => (
        <span
          key={tick}
          className="absolute right-full mr-2 translate-y-1/2 text-xs leading-none text-soft tabular-nums"
          style={{ bottom: `${(tick / highest) * 100}%` }}
        >
          {formatTick(tick)}
        </span>
      ))}
      <svg aria-hidden="true" width="100%" height="100%" className="absolute inset-0 overflow-visible">
        {ticks.map((tick) => (
          <line key={tick} x1="0" x2="100%" y1={toY(tick / highest)} y2={toY(tick / highest)} className="stroke-line" data-grid-line />
        ))}
        {periods.map((period, index) => (
          <DayBar
            key={period.from}
            period={period}
            place={{ index, count: periods.length }}
            segments={stackOf(series, index, highest)}
            isPartial={partial.includes(period)}
          />
        ))}
      </svg>
      <DayLabels periods={periods} />
    </>
  )
}

const toY = (share: number) => `${100 - share * 100}%`

/** A bar takes this much of the width for it, and of a chart with few bars no more than WIDEST percent. */
const BAR_SHARE = 0.72
const WIDEST = 6

interface DayBarProps {
  period: Period
  place: { index: number; count: number }
  segments: ReturnType<typeof stackOf>
  isPartial: boolean
}

function DayBar({ period, place: { index, count }, segments, isPartial }: DayBarProps) {
  const step = 100 / count
  const width = Math.min(step * BAR_SHARE, WIDEST)
  const bar = { x: `${(index + 0.5) * step - width / 2}%`, width: `${width}%` }
  const top = segments.at(-1)
  return (
    <>
      {isWeekend(period) && <rect x={`${index * step}%`} width={`${step}%`} height="100%" className="fill-sunken" data-weekend />}
      {segments.map(({ fill, from, size }) => (
        <rect
          key={from}
          {...bar}
          y={`${100 - from - size}%`}
          height={`${size}%`}
          className={clsx('stroke-surface', fill)}
          strokeWidth={0.5}
        />
      ))}
      {isPartial && top && (
        <rect
          {...bar}
          y={`${100 - top.from - top.size}%`}
          height={`${top.from + top.size}%`}
          fill={`url(#${PARTIAL_PATTERN})`}
          data-partial
        />
      )}
    </>
  )
}

/** The first days of some bars below them, at equal distances from the last. */
function DayLabels({ periods }: { periods: Period[] }) {
  const every = Math.ceil(periods.length / LABELS)
  return periods.map(
    ({ from }, index) =>
      (periods.length - 1 - index) % every === 0 && (
        <span
          key={from}
          aria-hidden="true"
          className="absolute top-full mt-1.5 -translate-x-1/2 text-xs leading-none whitespace-nowrap text-soft last:translate-x-[-70%]"
          style={{ left: `${((index + 0.5) / periods.length) * 100}%` }}
        >
          {dayInWords(from)}
        </span>
      ),
  )
}

/** Stripes over the bars of a day or week that is not over, or not whole. */
export function PartialPattern() {
  return (
    <svg aria-hidden="true" className="absolute size-0">
      <defs>
        <pattern id={PARTIAL_PATTERN} width="4" height="4" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">
          <rect width="2" height="4" className="fill-surface/70" />
        </pattern>
      </defs>
    </svg>
  )
}
