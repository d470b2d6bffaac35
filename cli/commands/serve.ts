import { type Command, Option } from 'commander'
import { defineCommand } from '../define-command'
import { CommandError } from '../errors'

/** Adds `serve`. Other Memanto clients start a server with it; this command only says how to start one. */
export function addServeCommand(program: Command): void {
  const command = defineCommand(program, 'serve', {
    description: 'show how to start the server (not part of this command)',
    examples: ['memanto serve'],
    options: [new Option('--host <address>').hideHelp(), new Option('--port <number>').hideHelp()],
    run: async () => {
      const { host, port } = command.opts<{ host?: string; port?: string }>()
      const settings = [...(isSafeToCopy(host) ? [`HOST=${host}`] : []), ...(isSafeToCopy(port) ? [`PORT=${port}`] : [])]
      throw new CommandError(
        'done_elsewhere',
        'This command is a client and does not start a server.',
        `Start it in the Memanto project folder: npm ci, then ${[...settings, 'npm start'].join(' ')}`,
      )
    },
  })
  command.allowUnknownOption().allowExcessArguments()
}

/** People copy the printed command into a shell. */
const isSafeToCopy = (text: string | undefined) => text !== undefined && /^[\w.:-]+$/.test(text)
