import { CommandError } from '../errors'
import { ask } from './prompt'

/**
 * Lets the person type a name to confirm that something is deleted. `consequence` is a sentence without its full stop.
 * @throws usage if there is no terminal, or something else is typed.
 */
export async function confirmByName(consequence: string, name: string): Promise<void> {
  if (!process.stdin.isTTY || !process.stderr.isTTY)
    throw new CommandError('usage', `${consequence}. No terminal to ask for confirmation.`, 'Add --yes.')
  const typed = await ask(`${consequence}. Type its name to confirm: `)
  if (typed !== name) throw new CommandError('usage', "Name doesn't match. Nothing was deleted.")
}
