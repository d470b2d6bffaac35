import { markWords, type TextPiece } from '@/lib/recall/mark-words'

const SHOWN = 320
const BEFORE_FIRST_MARK = 80

/** The part of a text around the first word that was searched for, with these words marked. */
export function MarkedText({ text, terms }: { text: string; terms: ReadonlySet<string> }) {
  if (terms.size === 0) return shorten(text.trimStart())
  const pieces = partAroundFirstMark(markWords(text, terms))
  // biome-ignore lint/suspicious/noArrayIndexKey: the pieces of a text have no identity but their place
  return pieces.map(({ text: piece, isMarked }, nth) => (isMarked ? <Mark key={`${nth} ${piece}`} text={piece} /> : piece))
}

const Mark = ({ text }: { text: string }) => <mark className="rounded-xs bg-warn-wash px-0.5 font-medium text-ink">{text}</mark>

const shorten = (text: string) => (text.length > SHOWN ? `${text.slice(0, SHOWN).toWellFormed()}…` : text)

function partAroundFirstMark(pieces: TextPiece[]): TextPiece[] {
  const [first, ...others] = pieces
  const isFarAway = first && !first.isMarked && first.text.length > BEFORE_FIRST_MARK && others.length > 0
  const shown = isFarAway
    ? [
        {
          text: `…${first.text
            .slice(-BEFORE_FIRST_MARK)
            .toWellFormed()
            .replace(/^\S*\s/, '')}`,
          isMarked: false,
        },
        ...others,
      ]
    : pieces
  let room = SHOWN
  const kept: TextPiece[] = []
  for (const { text, isMarked } of shown) {
    if (room <= 0) break
    kept.push({ text: text.length > room ? `${text.slice(0, room).toWellFormed()}…` : text, isMarked })
    room -= text.length
  }
  return kept
}
