import { type ChangedPiece, diffTexts } from './version-changes'

/** A text with what was removed and added since another one. Long parts that did not change are shortened. */
export function ChangedText({ before, after }: { before: string; after: string }) {
  const pieces = diffTexts(before, after)
  return (
    <p dir="auto" className="wrap-anywhere whitespace-pre-wrap">
      {pieces.map((piece, nth) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: the pieces of a text have no identity but their place
        <Piece key={nth} piece={piece} />
      ))}
    </p>
  )
}

function Piece({ piece: { text, kind } }: { piece: ChangedPiece }) {
  if (kind === 'added') return <ins className="rounded-xs bg-good-wash text-good no-underline">{text}</ins>
  if (kind === 'removed') return <del className="rounded-xs bg-bad-wash text-bad">{text}</del>
  return shortened(text)
}

const LONGEST_UNCHANGED = 240
const KEPT = 100

const shortened = (text: string) =>
  text.length <= LONGEST_UNCHANGED ? text : `${text.slice(0, KEPT).toWellFormed()} … ${text.slice(-KEPT).toWellFormed()}`
