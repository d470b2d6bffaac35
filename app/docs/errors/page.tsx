import type { Metadata } from 'next'
import { Link } from '@/app/_ui/link'
import { ERRORS } from '@/lib/errors'
import { paths } from '@/lib/paths'

export const metadata: Metadata = { title: 'Error codes', description: 'What each error code of the REST API means.' }

/** All error codes of the API. */
export default function ErrorCodesPage() {
  return (
    <main className="mx-auto flex max-w-3xl flex-col gap-6 px-6 py-12">
      <h1 className="text-2xl font-semibold">Error codes</h1>
      <p>
        Every error is <code>application/problem+json</code>. Check <code>code</code> in your program: it never changes. <code>detail</code>{' '}
        is for people.
      </p>
      <table className="w-full border-collapse text-sm">
        <thead>
          <tr className="text-left">
            <th className="py-2 pr-4 font-medium">Status</th>
            <th className="py-2 pr-4 font-medium">Code</th>
            <th className="hidden py-2 font-medium sm:table-cell">Title</th>
          </tr>
        </thead>
        <tbody>
          {Object.entries(ERRORS).map(([code, { status, title }]) => (
            <tr key={code} className="border-t border-line align-top">
              <td className="py-2 pr-4 tabular-nums">{status}</td>
              <td className="py-2 pr-4">
                <Link className="font-mono underline underline-offset-4" href={`${paths.errorGuide}/${code}`}>
                  {code}
                </Link>
                <span className="block sm:hidden">{title}</span>
              </td>
              <td className="hidden py-2 sm:table-cell">{title}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </main>
  )
}
