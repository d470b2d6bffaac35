import type { ReactNode } from 'react'
import { counted } from '@/app/_ui/counted'
import { PartSummary } from '@/app/_ui/disclosure'
import { Fact, Facts } from '@/app/_ui/facts'
import { Link } from '@/app/_ui/link'
import { Notice } from '@/app/_ui/notice'
import { paths } from '@/lib/paths'
import { TypeMark } from '../type-mark'
import type { PresentedImport } from './present-preview'

const ERRORS_SHOWN = 10

/** What an import did, or would do. */
export function ImportResult({ result, isStored }: { result: PresentedImport; isStored: boolean }) {
  const { agent_id, stored, duplicates, skipped, failed, other_records, records, format, findings } = result
  return (
    <div className="grid grid-cols-[minmax(0,1fr)] gap-4">
      {isStored ? (
        <Notice tone="good">
          <span className="font-medium">
            {counted(stored, 'memory', 'memories')} imported into {agent_id}.
          </span>{' '}
          <Link href={paths.agentMemories(agent_id)} className="underline underline-offset-4">
            Show them
          </Link>
        </Notice>
      ) : (
        <p className="font-medium">
          {stored === 0
            ? 'Nothing in this file is new.'
            : `${counted(stored, 'memory', 'memories')} would be stored in ${agent_id}. Nothing is stored yet.`}
        </p>
      )}
      <Facts>
        <Fact name="Format">{format ?? 'not known'}</Fact>
        <Fact name="Records in the file">{number(records)}</Fact>
        <Fact name={isStored ? 'Stored' : 'To be stored'}>{number(stored)}</Fact>
        <Fact name="Duplicates, left out">{number(duplicates)}</Fact>
        <Fact name="Skipped">{number(skipped)}</Fact>
        <Fact name="With errors">{number(failed)}</Fact>
        <Fact name="No memories, such as header and end">{number(other_records)}</Fact>
        {findings.length > 0 && <Fact name="Secrets found">{number(findings.length)}</Fact>}
      </Facts>
      <Errors result={result} />
      {!isStored && <Sample sample={result.sample} />}
    </div>
  )
}

const number = (count: number) => count.toLocaleString('en')

function Errors({ result: { errors, failed } }: { result: PresentedImport }): ReactNode {
  if (errors.length === 0) return null
  return (
    <details>
      <PartSummary size="small">Show what is wrong with {failed === 1 ? 'it' : 'them'}</PartSummary>
      <ul className="mt-1 grid gap-1 text-xs">
        {errors.slice(0, ERRORS_SHOWN).map(({ line, error }, nth) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: a line may have the same error twice, and the list never changes
          <li key={nth} className="wrap-anywhere">
            Line {line}: {error}
          </li>
        ))}
        {failed > ERRORS_SHOWN && <li className="text-soft">and {number(failed - ERRORS_SHOWN)} more</li>}
      </ul>
    </details>
  )
}

function Sample({ sample }: Pick<PresentedImport, 'sample'>): ReactNode {
  if (sample.length === 0) return null
  return (
    <div>
      <p className="mb-1 text-xs text-soft">The first {sample.length}:</p>
      <ul className="divide-y divide-line rounded-md border border-line">
        {sample.map(({ type, title, content }, nth) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: two memories may begin alike, and the list never changes
          <li key={nth} className="grid gap-0.5 px-3 py-2">
            <TypeMark type={type} />
            {title && (
              <span dir="auto" title={title} className="truncate font-medium">
                {title}
              </span>
            )}
            <span dir="auto" className="line-clamp-2 wrap-anywhere">
              {content}
            </span>
          </li>
        ))}
      </ul>
    </div>
  )
}
