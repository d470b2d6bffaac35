import { Link } from '@/app/_ui/link'
import type { OperationReference } from '@/lib/api/reference'
import { paths } from '@/lib/paths'
import { Part } from './part'

/** The error codes of an operation by status, each with a link to what it means. */
export function Errors({ errors }: Pick<OperationReference, 'errors'>) {
  return (
    <Part title="Errors">
      <dl className="divide-y divide-line rounded-lg border border-line bg-surface">
        {errors.map(({ status, codes }) => (
          <div key={status} className="flex gap-4 px-3 py-2">
            <dt className="w-8 shrink-0 font-mono text-xs leading-6 font-semibold">{status}</dt>
            <dd className="flex min-w-0 flex-wrap gap-x-4">
              {codes.map((code) => (
                <Link
                  key={code}
                  href={`${paths.errorGuide}/${code}`}
                  className="font-mono text-xs leading-6 break-all underline underline-offset-4"
                >
                  {code}
                </Link>
              ))}
            </dd>
          </div>
        ))}
      </dl>
    </Part>
  )
}
