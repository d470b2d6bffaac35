import type { ReactNode } from 'react'
import { dateFormat } from '@/lib/date-format'
import { DAY_MS } from '@/lib/time'
import { dayIn, UTC } from '@/lib/time-zone'
import { type FoundMemory, MemoryRow } from './memory-row'

interface MemoryListProps {
  memories: FoundMemory[]
  /** The time zone of the days by which memories are grouped; undefined for memories in the order of their scores. */
  zone: string | undefined
  peekHref: (id: string) => string
  hasAgent: boolean
  /** The ids of the parts of rows that are not shown. */
  hidden: string[]
  selection: ((memory: FoundMemory) => ReactNode) | undefined
  menu: (memory: FoundMemory) => ReactNode
}

/** Memories by day, the latest first, or by score. */
export function MemoryList({ memories, zone, peekHref, hasAgent, hidden, selection, menu }: MemoryListProps) {
  const best = Math.max(...memories.map(({ score }) => score ?? 0), Number.MIN_VALUE)
  const rows = (shown: FoundMemory[]) => (
    <ul data-rows="" className="divide-y divide-line rounded-lg border border-line bg-surface">
      {shown.map((memory) => (
        <MemoryRow
          key={memory.id}
          memory={memory}
          peekHref={peekHref(memory.id)}
          best={best}
          hasAgent={hasAgent}
          hidden={hidden}
          zone={zone}
          selection={selection?.(memory)}
          menu={menu(memory)}
        />
      ))}
    </ul>
  )
  if (zone === undefined) return rows(memories)
  return (
    <div className="grid grid-cols-[minmax(0,1fr)] gap-4">
      {byDay(memories, zone).map(({ day, ofDay }) => (
        <section key={day} aria-label={nameOf(day, zone)}>
          <h2 className="mb-1.5 text-xs font-medium text-soft">{nameOf(day, zone)}</h2>
          {rows(ofDay)}
        </section>
      ))}
    </div>
  )
}

function byDay(memories: FoundMemory[], zone: string): { day: string; ofDay: FoundMemory[] }[] {
  const days: { day: string; ofDay: FoundMemory[] }[] = []
  for (const memory of memories) {
    const day = dayIn(zone, new Date(memory.occurred_at))
    const last = days.at(-1)
    if (last?.day === day) last.ofDay.push(memory)
    else days.push({ day, ofDay: [memory] })
  }
  return days
}

/** The calendar day before a day, whatever the length of either is in a zone. */
const dayBefore = (day: string) => dayIn(UTC, new Date(Date.parse(`${day}T12:00:00Z`) - DAY_MS))

/** `Today`, `Yesterday`, `Tuesday, November 24`; of another year `November 24, 2025`. */
function nameOf(day: string, zone: string): string {
  const today = dayIn(zone, new Date())
  if (day === today) return 'Today'
  if (day === dayBefore(today)) return 'Yesterday'
  const isOfThisYear = day.slice(0, 4) === today.slice(0, 4)
  const others = isOfThisYear ? ({ weekday: 'long' } as const) : ({ year: 'numeric' } as const)
  return dateFormat('en', { month: 'long', day: 'numeric', timeZone: 'UTC', ...others }).format(new Date(`${day}T12:00:00Z`))
}
