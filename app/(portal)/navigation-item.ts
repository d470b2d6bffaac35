/** The classes of a line of the navigation; in a narrow one only its icon is visible. */
export const NAVIGATION_ITEM =
  'flex min-h-8 w-full items-center gap-2.5 rounded-md px-2 py-1 text-left whitespace-nowrap max-md:min-h-10 rail-narrow:justify-center rail-narrow:px-0'
