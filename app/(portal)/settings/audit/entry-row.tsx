import { ChevronRight } from 'lucide-react'
import Link from 'next/link'
import { Code } from '@/app/_ui/page-parts'
import { Moment } from '@/app/_ui/time'
import { UserText } from '@/app/_ui/user-text'
import type { PresentedEntry } from '@/lib/audit/present'
import { paths } from '@/lib/paths'
import { actionInWords } from './action-words'

/** An entry of the audit log. It expands to the values before and after the change. */
export function EntryRow({ entry }: { entry: PresentedEntry }) {
  const { at, by, action, target, address } = entry
  return (
    <li>
      <details className="group">
        <summary className="grid cursor-pointer list-none gap-x-4 gap-y-0.5 px-4 py-2.5 hover:bg-sunken sm:grid-cols-[12.5rem_minmax(0,1fr)_minmax(0,1fr)_8rem]">
          <span className="whitespace-nowrap text-soft">
            <ChevronRight
              aria-hidden="true"
              className="mr-1.5 inline-block size-3.5 align-[-2px] transition-transform group-open:rotate-90"
            />
            <Moment at={at} />
          </span>
          <span dir="auto" className="min-w-0 break-words">
            {by.name}
          </span>
          <span className="min-w-0 break-words">{actionInWords(action, <UserText>{target.name}</UserText>)}</span>
          <span className="font-mono text-xs leading-5 break-all text-soft">{address ?? '–'}</span>
        </summary>
        <EntryDetails entry={entry} />
      </details>
    </li>
  )
}

function EntryDetails({ entry: { action, by, target, requestId, changes } }: { entry: PresentedEntry }) {
  return (
    <div className="grid gap-3 border-t border-line bg-sunken/50 px-4 py-3">
      <p className="flex flex-wrap gap-x-4 gap-y-1 text-xs text-soft">
        <span>
          Action: <Code>{action}</Code>
        </span>
        <span>
          By: {by.kind} <Code>{by.id}</Code>
        </span>
        <span>
          Target: {target.kind.replaceAll('_', ' ')} <Code>{target.id}</Code>
        </span>
        {requestId && (
          <span>
            Request: <Code>{requestId}</Code>
          </span>
        )}
      </p>
      {changes.length > 0 && <Changes changes={changes} />}
      <p className="flex gap-4 text-xs">
        <Link className="underline underline-offset-4" href={`${paths.audit}?target=${encodeURIComponent(target.id)}`}>
          All about <UserText>{target.name}</UserText>
        </Link>
        <Link className="underline underline-offset-4" href={`${paths.audit}?who=${encodeURIComponent(by.id)}`}>
          All by <UserText>{by.name}</UserText>
        </Link>
      </p>
    </div>
  )
}

function Changes({ changes }: Pick<PresentedEntry, 'changes'>) {
  const hasBefore = changes.some(({ before }) => before !== null)
  const hasAfter = changes.some(({ after }) => after !== null)
  return (
    <table className="w-full table-fixed text-left text-xs [&_td]:py-1 [&_td]:pr-3 [&_td]:align-top [&_td]:break-words [&_th]:py-1 [&_th]:font-medium [&_th]:text-soft">
      <thead>
        <tr>
          <th className="w-1/4">Field</th>
          {hasBefore && <th>Before</th>}
          {hasAfter && <th>After</th>}
        </tr>
      </thead>
      <tbody>
        {changes.map(({ field, before, after, isChanged }) => (
          <tr key={field} className={isChanged ? 'font-medium' : undefined}>
            <td>{field.replaceAll('_', ' ')}</td>
            {hasBefore && <td dir="auto">{before}</td>}
            {hasAfter && <td dir="auto">{after}</td>}
          </tr>
        ))}
      </tbody>
    </table>
  )
}
