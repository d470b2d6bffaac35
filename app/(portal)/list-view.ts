import { cookies } from 'next/headers'
import { densityIn, hiddenColumnsIn } from '@/app/_ui/list-view'

/** How the person wants to see a list of the portal: its hidden columns, and the height of its rows. */
export async function readListView(list: string) {
  const stored = await cookies()
  return { list, hidden: hiddenColumnsIn(stored, list), density: densityIn(stored) }
}
