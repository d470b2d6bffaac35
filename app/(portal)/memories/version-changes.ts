import { diffWords } from 'diff'
import { writeCommaList } from '@/lib/input/comma-list'
import type { DetailOfMemory } from './read-detail'

type Version = DetailOfMemory['versions'][number]

/** A piece of a changed text: in both versions, only in the new one, or only in the old one. */
export interface ChangedPiece {
  text: string
  kind: 'same' | 'added' | 'removed'
}

const SHOWN = {
  title: 'Title',
  type: 'Type',
  tags: 'Tags',
  confidence: 'Confidence',
  source: 'Source',
  provenance: 'Provenance',
  status: 'Status',
  trust: 'Trust',
  superseded_by: 'Superseded by',
  occurred_at: 'Happened',
  expires_at: 'Expires',
} as const satisfies Partial<Record<keyof Version, string>>

/** The fields that differ between two versions, as text; the content is compared by `diffTexts`. */
export function changedFields(before: Version, after: Version): { name: string; before: string; after: string }[] {
  return (Object.keys(SHOWN) as (keyof typeof SHOWN)[])
    .map((field) => ({ name: SHOWN[field], before: asText(before[field]), after: asText(after[field]) }))
    .filter((change) => change.before !== change.after)
}

function asText(value: Version[keyof typeof SHOWN]): string {
  if (value === null) return ''
  return Array.isArray(value) ? writeCommaList(value) : String(value)
}

/** Texts that differ too much are shown one after the other: to compare them would keep the server busy. */
const LONGEST_COMPARISON = { timeout: 30 }

/** The words that differ between two texts. */
export function diffTexts(before: string, after: string): ChangedPiece[] {
  const compared = diffWords(before, after, LONGEST_COMPARISON)
  if (compared === undefined)
    return [
      { text: before, kind: 'removed' },
      { text: after, kind: 'added' },
    ]
  return compared.map(({ value, added, removed }) => ({ text: value, kind: added ? 'added' : removed ? 'removed' : 'same' }))
}
