import type { ReactNode } from 'react'
import { Badge } from '@/app/_ui/badge'
import { Link } from '@/app/_ui/link'
import { RowLink } from '@/app/_ui/row-link'
import { Moment } from '@/app/_ui/time'
import type { presentFoundMemories } from '@/lib/memory-search/present'
import { paths } from '@/lib/paths'
import { ClockTime } from './clock-time'
import { MarkedText } from './marked-text'
import { TypeMark } from './type-mark'
import { Why } from './why'

/** A memory of the list, as the REST API returns it. */
export type FoundMemory = ReturnType<typeof presentFoundMemories>['memories'][number]

/** The parts of a row that a person can hide in a list. */
const PARTS = [
  { id: 'agent', label: 'Agent' },
  { id: 'tags', label: 'Tags' },
  { id: 'time', label: 'Time' },
  { id: 'score', label: 'Score' },
] as const

type Part = (typeof PARTS)[number]['id']

/** The parts of the rows of a list that can be hidden, without those that its rows do not have. */
export const memoryParts = (absent: Partial<Record<Part, boolean>>) => PARTS.filter(({ id }) => !absent[id])

interface MemoryRowProps {
  memory: FoundMemory
  /** The list with the panel of the memory; undefined for a list without panels. */
  peekHref?: string | undefined
  /** The highest score of the list. */
  best?: number
  hasAgent?: boolean
  /** The ids of the parts that are not shown. */
  hidden?: readonly string[]
  /** The time zone of the days whose headings the list has; undefined for a list without them. */
  zone?: string | undefined
  selection?: ReactNode
  menu?: ReactNode
}

/** A memory in a list. A click anywhere in its row opens it. */
export function MemoryRow({ memory, peekHref, best = 1, hasAgent = true, hidden = [], zone, selection, menu }: MemoryRowProps) {
  const terms = termsOf(memory)
  const isShown = (part: Part) => !hidden.includes(part)
  return (
    <li className="group/row relative flex gap-3 px-3 py-2.5 hover:bg-sunken compact:py-1 sm:px-4">
      {selection}
      <div className="grid min-w-0 flex-1 grid-cols-[minmax(0,1fr)] gap-1 compact:gap-0">
        <div className="flex flex-wrap items-center gap-x-3 gap-y-1">
          <TypeMark type={memory.type} />
          <StateMarks memory={memory} />
          {isShown('tags') && <Tags tags={memory.tags} terms={terms} />}
          <span className="ml-auto flex min-w-0 items-center gap-3 text-xs text-soft">
            {hasAgent && isShown('agent') && (
              <Link
                href={paths.agent(memory.agent_id)}
                title={memory.agent_id}
                className="relative z-1 inline-flex min-h-6 max-w-40 items-center truncate underline-offset-4 hover:underline"
              >
                {memory.agent_id}
              </Link>
            )}
            {isShown('time') &&
              (zone !== undefined ? <ClockTime at={memory.occurred_at} zone={zone} /> : <Moment at={memory.occurred_at} />)}
          </span>
        </div>
        <RowLink id={memory.id} href={paths.memory(memory.id)} peekHref={peekHref} className="min-w-0 after:absolute after:inset-0">
          {memory.title && (
            <span dir="auto" className="block truncate font-semibold">
              <MarkedText text={memory.title} terms={terms} />
            </span>
          )}
          <span dir="auto" className="line-clamp-2 wrap-anywhere compact:line-clamp-1">
            <MarkedText text={memory.content} terms={terms} />
          </span>
        </RowLink>
        {memory.score !== null && isShown('score') && <Why score={memory.score} best={best} reasons={memory.reasons} />}
      </div>
      {menu && <div className="relative z-1 -my-1 -mr-1 shrink-0 compact:my-0 sm:-mr-2">{menu}</div>}
    </li>
  )
}

function Tags({ tags, terms }: { tags: string[]; terms: ReadonlySet<string> }) {
  return tags.map((tag) => (
    <span key={tag} dir="auto" className="max-w-full truncate text-xs text-soft sm:max-w-48">
      #<MarkedText text={tag} terms={terms} />
    </span>
  ))
}

/** Words that add less of what the best one adds, such as "the", are not marked. */
const LEAST_PART = 0.25

/** The terms by which the words in the memory itself were found. */
function termsOf({ reasons }: FoundMemory): ReadonlySet<string> {
  const words = reasons?.words ?? []
  const most = Math.max(0, ...words.map(({ score }) => score))
  return new Set(words.filter(({ distance, score }) => distance === 0 && score >= LEAST_PART * most).map(({ term }) => term))
}

/** What is not as in most memories: a status other than active, and a trust that asks for a review. */
export function StateMarks({ memory: { status, trust } }: { memory: Pick<FoundMemory, 'status' | 'trust'> }) {
  return (
    <>
      {status !== 'active' && <Badge tone={status === 'deleted' ? 'bad' : 'neutral'}>{STATUS_WORDS[status]}</Badge>}
      {trust !== 'trusted' && <Badge tone="warn">{TRUST_WORDS[trust]}</Badge>}
    </>
  )
}

/** Statuses of memories in words. */
export const STATUS_WORDS = {
  active: 'Active',
  superseded: 'Superseded',
  expired: 'Expired',
  deleted: 'Deleted',
} as const satisfies Record<FoundMemory['status'], string>

/** Levels of trust in words. */
const TRUST_WORDS = { trusted: 'Trusted', unreviewed: 'Not reviewed', quarantined: 'Quarantined' } as const satisfies Record<
  FoundMemory['trust'],
  string
>
