import { preparePages } from './pages'
import { printErrorAndExit } from './print-error'
import { start } from './start'

/** Starts the server for development: Next serves everything, and reloads what changes. */
export async function main(): Promise<void> {
  await start({}, preparePages).catch(printErrorAndExit)
}
