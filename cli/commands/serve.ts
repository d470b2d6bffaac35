import { type Command, Option } from 'commander'
import { CommandFailure } from '../failures'
import { leaf } from '../leaf'

/** Other Memanto clients start a server by this name; here it is a program of its own, and people are told which. */
export function addServeCommand(program: Command): void {
  const command = leaf(program, 'serve', {
    does: 'tell how to start the server, which is not part of this command',
    examples: ['memanto serve'],
    options: [new Option('--host <address>').hideHelp(), new Option('--port <number>').hideHelp()],
    work: async () => {
      const { host, port } = command.opts<{ host?: string; port?: string }>()
      const settings = [...(isPlain(host) ? [`HOST=${host}`] : []), ...(isPlain(port) ? [`PORT=${port}`] : [])]
      throw new CommandFailure(
        'done_elsewhere',
        'This command talks to a server and does not start one.',
        `Start it in the folder of the Memanto project: npm ci, then ${[...settings, 'npm start'].join(' ')}`,
      )
    },
  })
  command.allowUnknownOption().allowExcessArguments()
}

/** What may be shown within a command that people copy. */
const isPlain = (text: string | undefined) => text !== undefined && /^[\w.:-]+$/.test(text)
