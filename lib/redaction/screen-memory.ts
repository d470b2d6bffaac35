import type { RedactionPolicy } from '../../db/constants'
import { AppError, type FieldError } from '../errors'
import { isOwnSecret } from './kinds'
import { type Finding, type MemoryTexts, redactMemory, scanMemory } from './scan-memory'

/** A memory that may be stored, redacted if the policy says so, with what was found in it; or why it may not be stored. */
export type ScreenedMemory<Memory> =
  | { memory: Memory; findings: Finding[]; refusal?: undefined }
  | { memory?: undefined; findings: Finding[]; refusal: AppError }

/**
 * Decides whether a memory may be stored, and how. Everything that stores texts of memories calls this first. The policy of the team is asked for only
 * when something was found. Secrets of Memanto itself are refused whatever the policy.
 */
export async function screenMemory<Memory extends MemoryTexts>(
  memory: Memory,
  policyOfTeam: () => Promise<RedactionPolicy>,
): Promise<ScreenedMemory<Memory>> {
  const findings = scanMemory(memory)
  return findings.length === 0 ? { memory, findings } : decide(memory, findings, await policyOfTeam())
}

/** Decides as `screenMemory` does, by a policy that is known. */
export function screenByPolicy<Memory extends MemoryTexts>(memory: Memory, policy: RedactionPolicy): ScreenedMemory<Memory> {
  const findings = scanMemory(memory)
  return findings.length === 0 ? { memory, findings } : decide(memory, findings, policy)
}

function decide<Memory extends MemoryTexts>(memory: Memory, findings: Finding[], policy: RedactionPolicy): ScreenedMemory<Memory> {
  const refused = policy === 'refuse' ? findings : findings.filter(({ kind }) => isOwnSecret(kind))
  if (refused.length > 0) return { findings: refused, refusal: secretInMemory(refused) }
  if (policy === 'off') return { memory, findings: [] }
  return { memory: policy === 'redact' ? redactMemory(memory, findings) : memory, findings }
}

function secretInMemory(findings: Finding[]): AppError {
  const errors = findings.map(fieldError)
  const [first] = errors
  return new AppError('secret_in_memory', `${first?.field} ${first?.message}.`, { errors, findings })
}

function fieldError({ field, kind, start, end }: Finding): FieldError {
  const who = isOwnSecret(kind) ? 'no memory may contain' : 'your team does not allow in memories'
  return { field, message: `contains ${kind} (characters ${start + 1} to ${end}), which ${who}` }
}
