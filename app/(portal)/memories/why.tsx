import { PartSummary } from '@/app/_ui/disclosure'
import type { Reasons } from '@/lib/recall/reasons'

/** Why a memory was found, and how much each reason adds to its score. */
export function Why({ score, best, reasons }: { score: number; best: number; reasons: Reasons | undefined }) {
  if (reasons === undefined) return null
  return (
    <details className="relative z-1 text-xs text-soft open:w-full">
      <PartSummary kind="quiet" size="small" className="-ml-2">
        <ScoreBar part={score / best} />
        {format(score)}
        <span>Why?</span>
      </PartSummary>
      <ul className="mt-1 grid max-w-prose gap-1 border-l-2 border-line pl-3">
        {sentencesOf(reasons).map(({ sentence, score: added }) => (
          <li key={sentence} className="flex gap-3">
            <span dir="auto" className="min-w-0 flex-1 wrap-anywhere">
              {sentence}
            </span>
            <span className="font-medium">+{format(added)}</span>
          </li>
        ))}
      </ul>
    </details>
  )
}

function ScoreBar({ part }: { part: number }) {
  return (
    <span aria-hidden="true" className="h-1.5 w-16 overflow-hidden rounded-full bg-line">
      <span className="block h-full rounded-full bg-accent" style={{ width: `${Math.round(100 * Math.min(1, part))}%` }} />
    </span>
  )
}

const format = (score: number) => score.toFixed(score < 10 ? 2 : 1)

interface Sentence {
  sentence: string
  score: number
}

function sentencesOf({ words, name, date, session }: Reasons): Sentence[] {
  const others: Sentence[] = [
    { sentence: `It begins with the name ${name.words.map(inQuotes).join(', ')}.`, score: name.score },
    { sentence: 'It is of the time that the query names.', score: date.score },
    { sentence: 'Other memories of its session match.', score: session.score },
  ]
  return [...words.map(ofWord), ...others].filter(({ score }) => score > 0)
}

const inQuotes = (word: string) => `“${word}”`

const ofWord = ({ word, term, match, distance, score }: Reasons['words'][number]): Sentence => ({
  sentence: `${inQuotes(word)}${MATCHES[match](term)}${placeOf(distance)}.`,
  score,
})

const MATCHES = {
  exact: () => '',
  similar: (term: string) => `, as ${inQuotes(term)}`,
  part: (term: string) => `, as a part of ${inQuotes(term)}`,
} as const satisfies Record<Reasons['words'][number]['match'], (term: string) => string>

function placeOf(distance: number): string {
  if (distance === 0) return ' is in it'
  const count = Math.abs(distance)
  const which = count === 1 ? 'the memory' : `the ${count === 2 ? 'second' : 'third'} memory`
  return ` is in ${which} ${distance < 0 ? 'before' : 'after'} it in its session`
}
