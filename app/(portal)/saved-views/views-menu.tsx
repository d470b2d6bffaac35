import { Bookmark } from 'lucide-react'
import type { ButtonLook } from '@/app/_ui/button'
import { Disclosure } from '@/app/_ui/disclosure'
import { MenuGroup } from '@/app/_ui/menu-items'
import type { Search } from '@/app/_url/search'
import type { SavedView, ViewPage } from '@/lib/saved-views/read'
import { VIEW_LISTS, viewHref } from './pages'
import { SaveForm } from './save-form'
import { ViewItem } from './view-item'

interface ViewsMenuProps {
  page: ViewPage
  /** The query of the page's URL. */
  url: Search
  views: SavedView[]
  size?: ButtonLook['size']
}

/** The filters of a list that the viewer saved, and a form that saves the present ones. */
export function ViewsMenu({ page, url, views, size }: ViewsMenuProps) {
  const query = VIEW_LISTS[page].queryOf(url)
  return (
    <Disclosure
      as="popover"
      title="Views"
      size={size}
      label={
        <>
          <Bookmark aria-hidden="true" /> Views
        </>
      }
    >
      {views.length > 0 && (
        <MenuGroup label="Your views of this list">
          <ul className="grid gap-0.5">
            {views.map((view) => (
              <ViewItem key={view.id} view={view} href={viewHref(page, view.query)} isShown={view.query === query} />
            ))}
          </ul>
        </MenuGroup>
      )}
      <MenuGroup label="Save the present filters">
        {query === '' ? (
          <p className="p-2 text-soft">Set filters or an order first. They are saved here under a name, for you alone.</p>
        ) : (
          <SaveForm key={views.length} page={page} query={query} />
        )}
      </MenuGroup>
    </Disclosure>
  )
}
