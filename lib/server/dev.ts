import { complain } from './complain'
import { preparePages } from './pages'
import { start } from './start'

/** Development: Next serves everything, and reloads what changes. */
export async function main(): Promise<void> {
  await start({}, preparePages).catch(complain)
}
