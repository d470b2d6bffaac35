import { Link } from '@/app/_ui/link'
import { paths } from '@/lib/paths'
import { GUIDES } from './guides'

const LINK = 'py-0.5 underline-offset-4 hover:underline'

/** The top of a page of the documentation: the way back to the portal, and links to the other pages. */
export function DocsHeader() {
  return (
    <header className="border-line border-b bg-surface">
      <nav aria-label="Documentation" className="mx-auto flex max-w-7xl flex-wrap items-baseline gap-x-6 gap-y-2 px-5 py-3">
        <Link className="mr-auto py-0.5 font-semibold" href={paths.dashboard}>
          Memanto
        </Link>
        <Link className={LINK} href={paths.docs}>
          API reference
        </Link>
        {GUIDES.map(({ title, href }) => (
          <Link key={href} className={LINK} href={href}>
            {title}
          </Link>
        ))}
        <Link className={LINK} href={paths.errorGuide}>
          Error codes
        </Link>
        <a className={LINK} href="/api/v2/openapi.json">
          OpenAPI document
        </a>
      </nav>
    </header>
  )
}
