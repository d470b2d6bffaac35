import { CommandError } from '../errors'
import { ask } from './prompt'

/**
 * Lets the person type the name or id of what is deleted, to confirm it. `consequence` is a sentence without its full stop.
 * @throws usage if there is no terminal, or something else is typed.
 */
export async function confirmByName(consequence: string, name: string, kind: 'name' | 'id' = 'name'): Promise<void> {
  if (!process.stdin.isTTY || !process.stderr.isTTY)
    throw new CommandError('usage', `${consequence}. No terminal to ask for confirmation.`, 'Add --yes.')
  const typed = await ask(`${consequence}. Type its ${kind} to confirm: `)
  if (typed !== name) throw new CommandError('usage', `The ${kind} doesn't match. Nothing was deleted.`)
}
