'use client'

import { Rows2, Rows3, SlidersHorizontal } from 'lucide-react'
import { type ChangeEvent, useState } from 'react'
import { useIsInBrowser } from './browser'
import { Button } from './button'
import { Disclosure } from './disclosure'
import { columnsCookie, DENSITIES, DENSITY_COOKIE, type Density, writeHiddenColumns } from './list-view'
import { MenuGroup } from './menu-items'
import { useRefresh } from './use-refresh'
import { writeCookie } from './write-cookie'

interface ColumnChooserProps {
  /** The name of the list, for its cookie. */
  list: string
  /** The columns that can be hidden. */
  columns: { id: string; label: string }[]
  hidden?: string[]
  density: Density
  /** What the columns are called, for a list without columns. */
  label?: string
}

/** A button that opens the choice of a list's columns and of the height of its rows. It needs JavaScript; what was chosen applies without it too. */
export function ColumnChooser({ list, columns, hidden = [], density, label = 'Columns' }: ColumnChooserProps) {
  const isInBrowser = useIsInBrowser()
  return (
    <div className="ml-auto noscript:hidden">
      <Disclosure
        as="popover"
        kind="quiet"
        size="small"
        title="Display"
        name={`Display: ${label.toLowerCase()} and row height`}
        label={
          <>
            <SlidersHorizontal aria-hidden="true" />
            Display
          </>
        }
      >
        {isInBrowser && (
          <>
            <Columns list={list} columns={columns} hidden={hidden} label={label} />
            <RowHeights density={density} />
          </>
        )}
      </Disclosure>
    </div>
  )
}

const LINE = 'flex min-h-8 cursor-pointer items-center gap-2 rounded-md px-2 hover:bg-sunken'

function Columns({ list, columns, hidden: hiddenAtFirst, label: groupLabel }: Required<Omit<ColumnChooserProps, 'density'>>) {
  const [hidden, setHidden] = useState(hiddenAtFirst)
  const refresh = useRefresh()
  const hide = (ids: string[]) => {
    setHidden(ids)
    writeCookie(columnsCookie(list), writeHiddenColumns(ids))
    refresh()
  }
  const onChange = ({ target: { value, checked } }: ChangeEvent<HTMLInputElement>) =>
    hide(checked ? hidden.filter((id) => id !== value) : [...hidden, value])
  return (
    <MenuGroup label={groupLabel}>
      {columns.map(({ id, label }) => (
        <label key={id} className={LINE}>
          <input type="checkbox" value={id} checked={!hidden.includes(id)} onChange={onChange} className="size-4" />
          {label}
        </label>
      ))}
      <Button size="small" kind="quiet" disabled={hidden.length === 0} onClick={() => hide([])} className="mt-1 justify-self-start">
        Reset
      </Button>
    </MenuGroup>
  )
}

const HEIGHTS = {
  comfortable: { label: 'Comfortable', Icon: Rows2 },
  compact: { label: 'Compact', Icon: Rows3 },
} as const satisfies Record<Density, unknown>

/** The height of the rows, in all lists. */
function RowHeights({ density: densityAtFirst }: { density: Density }) {
  const [density, setDensity] = useState(densityAtFirst)
  const refresh = useRefresh()
  const onChange = (chosen: Density) => {
    setDensity(chosen)
    writeCookie(DENSITY_COOKIE, chosen)
    refresh()
  }
  return (
    <fieldset className="not-first:mt-1.5 not-first:border-line not-first:border-t not-first:pt-1.5">
      <legend className="sr-only">Row height</legend>
      {DENSITIES.map((name) => {
        const { label, Icon } = HEIGHTS[name]
        return (
          <label key={name} className={LINE}>
            <input type="radio" name="density" value={name} checked={density === name} onChange={() => onChange(name)} className="size-4" />
            {label}
            <Icon aria-hidden="true" className="ml-auto size-4 text-soft" />
          </label>
        )
      })}
    </fieldset>
  )
}
