import { type Command, Option } from 'commander'
import { CommandFailure } from '../failures'
import { leaf } from '../leaf'

/** Other Memanto clients start a server by this name; here it is a program of its own, and people are told which. */
export function addServeCommand(program: Command): void {
  const command = leaf(program, 'serve', {
    does: 'show how to start the server (not part of this command)',
    examples: ['memanto serve'],
    options: [new Option('--host <address>').hideHelp(), new Option('--port <number>').hideHelp()],
    work: async () => {
      const { host, port } = command.opts<{ host?: string; port?: string }>()
      const settings = [...(isPlain(host) ? [`HOST=${host}`] : []), ...(isPlain(port) ? [`PORT=${port}`] : [])]
      throw new CommandFailure(
        'done_elsewhere',
        'This command is a client and does not start a server.',
        `Start it in the Memanto project folder: npm ci, then ${[...settings, 'npm start'].join(' ')}`,
      )
    },
  })
  command.allowUnknownOption().allowExcessArguments()
}

/** What may be shown within a command that people copy. */
const isPlain = (text: string | undefined) => text !== undefined && /^[\w.:-]+$/.test(text)
