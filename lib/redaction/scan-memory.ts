import type { FoundPart } from './kinds'
import { scanText } from './scan'

/** The texts of a memory; those that a change leaves out are absent. */
export interface MemoryTexts {
  title?: string | null | undefined
  content?: string | undefined
  tags?: string[] | undefined
  source?: string | undefined
  /** Why it is changed. */
  reason?: string | undefined
  /** Ids that a file gives, which can be any text. */
  id?: string | undefined
  sessionId?: string | undefined
  supersededBy?: string | undefined
}

/** The names of texts in findings. */
const FIELD_NAMES = {
  title: 'title',
  content: 'content',
  source: 'source',
  reason: 'reason',
  id: 'id',
  sessionId: 'session_id',
  supersededBy: 'superseded_by',
} as const satisfies { [Name in Exclude<keyof MemoryTexts, 'tags'>]-?: string }

const NAMED_TEXTS = Object.entries(FIELD_NAMES) as [keyof typeof FIELD_NAMES, string][]

/** What was found in a field of a memory, and where; never the value. A tag is called `tags.0`. */
export interface Finding extends FoundPart {
  field: string
}

/** Texts are scanned together, because starting a scan takes longer than a short text. Nothing that is searched for contains this. */
const BETWEEN_TEXTS = '\n\0\n'

/** Finds what does not belong into the texts of a memory, field by field. */
export function scanMemory(memory: MemoryTexts): Finding[] {
  const texts = textsOf(memory)
  const parts = scanText(texts.map(({ text }) => text).join(BETWEEN_TEXTS))
  const findings: Finding[] = []
  let offset = 0
  for (const { field, text } of texts) {
    const end = offset + text.length
    for (const part of parts)
      if (part.start >= offset && part.end <= end)
        findings.push({ field, kind: part.kind, start: part.start - offset, end: part.end - offset })
    offset = end + BETWEEN_TEXTS.length
  }
  return findings
}

function textsOf(memory: MemoryTexts): { field: string; text: string }[] {
  const named = [
    ...NAMED_TEXTS.map(([name, field]) => ({ field, text: memory[name] })),
    ...(memory.tags ?? []).map((text, index) => ({ field: `tags.${index}`, text })),
  ]
  return named.flatMap(({ field, text }) => (text ? [{ field, text }] : []))
}

/** Returns a memory in whose texts `[redacted: KIND]` stands for each finding. Tags that become equal are one. */
export function redactMemory<Memory extends MemoryTexts>(memory: Memory, findings: readonly Finding[]): Memory {
  const redact = (field: string, text: string) =>
    redactText(
      text,
      findings.filter((finding) => finding.field === field),
    )
  const redacted = NAMED_TEXTS.flatMap(([name, field]) => {
    const text = memory[name]
    return text ? [[name, redact(field, text)]] : []
  })
  const { tags } = memory
  return {
    ...memory,
    ...Object.fromEntries(redacted),
    ...(tags && { tags: [...new Set(tags.map((tag, index) => redact(`tags.${index}`, tag)))] }),
  }
}

/** `parts` are in the order of the text and do not overlap. */
function redactText(text: string, parts: readonly FoundPart[]): string {
  let redacted = ''
  let copied = 0
  for (const { kind, start, end } of parts) {
    redacted += `${text.slice(copied, start)}[redacted: ${kind}]`
    copied = end
  }
  return redacted + text.slice(copied)
}
