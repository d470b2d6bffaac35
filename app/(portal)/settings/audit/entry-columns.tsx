import type { ExpandingColumn } from '@/app/_ui/expanding-list'
import { Link } from '@/app/_ui/link'
import { Code } from '@/app/_ui/page-parts'
import { Moment } from '@/app/_ui/time'
import { UserText } from '@/app/_ui/user-text'
import type { PresentedEntry } from '@/lib/audit/present'
import { paths } from '@/lib/paths'
import { actionInWords } from './action-words'

/** The columns of the audit log. */
export const ENTRY_COLUMNS: ExpandingColumn<PresentedEntry>[] = [
  {
    id: 'time',
    label: 'Time',
    isFixed: true,
    width: '12.5rem',
    className: 'whitespace-nowrap text-soft',
    cell: ({ at }) => <Moment at={at} />,
  },
  { id: 'who', label: 'Who', width: 'minmax(0,1fr)', className: 'break-words', cell: ({ by }) => <UserText>{by.name}</UserText> },
  {
    id: 'what',
    label: 'What',
    isFixed: true,
    width: 'minmax(0,1fr)',
    className: 'break-words',
    cell: ({ action, target }) => actionInWords(action, <UserText>{target.name}</UserText>),
  },
  {
    id: 'address',
    label: 'Address',
    width: '8rem',
    className: 'font-mono text-xs leading-5 break-all text-soft',
    cell: ({ address }) => address ?? '–',
  },
]

/** What an entry of the audit log changed, with the values before and after. */
export function EntryDetails({ entry: { action, by, target, requestId, changes } }: { entry: PresentedEntry }) {
  return (
    <div className="grid gap-3">
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
