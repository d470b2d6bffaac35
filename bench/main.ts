import { serveBackgroundLoad } from './background-load'
import { serveBare } from './bare-server'
import { benchCalls } from './calls-bench'
import { type OnCleanUp, withCleanUp } from './clean-up'
import { benchDashboards, DASHBOARDS_USAGE } from './dashboards'
import { benchFairness, FAIRNESS_USAGE } from './fairness'
import { benchGrowth } from './growth'
import { serveNext } from './next-server'
import { readOptions, USAGE } from './options'
import { benchPages, PAGES_USAGE } from './pages'
import { serveBetterAuth } from './peers/better-auth-server'
import { serveExpressSession } from './peers/express-session'
import { serveMem0 } from './peers/mem0'
import { PEERS_USAGE } from './peers/options'
import { benchPeers } from './peers/peers'
import { benchPortability, PORTABILITY_USAGE } from './portability'
import { RECALL_USAGE } from './recall/options'
import { benchRecall } from './recall/recall'

interface Command {
  /** What `--help` prints. */
  usage: string
  run(args: string[], onCleanUp: OnCleanUp): Promise<void>
}

const COMMANDS: Record<string, Command & { about: string }> = {
  dashboards: { about: 'what open dashboards cost (Linux only)', usage: DASHBOARDS_USAGE, run: benchDashboards },
  fairness: { about: 'what others wait for while one caller sends without pause', usage: FAIRNESS_USAGE, run: benchFairness },
  pages: { about: 'every page of a large team', usage: PAGES_USAGE, run: benchPages },
  peers: { about: 'better-auth, express-session, mem0ai and server-memory compared with ours', usage: PEERS_USAGE, run: benchPeers },
  portability: {
    about: 'how fast memories are exported and imported, and the memory of the server meanwhile',
    usage: PORTABILITY_USAGE,
    run: benchPortability,
  },
  recall: { about: 'how often recall finds the memory that answers a question', usage: RECALL_USAGE, run: benchRecall },
}

/** Parts of the bench that it starts in processes of their own: what is compared with the product, and what sends requests. */
const PARTS: Record<string, () => Promise<void>> = {
  bare: serveBare,
  next: serveNext,
  crowd: serveBackgroundLoad,
  'better-auth': serveBetterAuth,
  'express-session': serveExpressSession,
  mem0: serveMem0,
}

const ALL_CALLS: Command = {
  usage: `${USAGE}
Commands, each with --help:
${Object.entries(COMMANDS)
  .map(([name, { about }]) => `  ${name.padEnd(17)}${about}\n`)
  .join('')}`,
  run(args, onCleanUp) {
    const options = readOptions(args)
    return options.growth ? benchGrowth(options, onCleanUp) : benchCalls(options, onCleanUp)
  },
}

/** `npm run bench`, or one of its parts in a process that it started. */
export async function main(args: string[]): Promise<void> {
  const [name = '', ...rest] = args
  const part = process.send && PARTS[name]
  if (part) return part()
  const command = COMMANDS[name]
  if (args.includes('--help') || args.includes('-h')) return void process.stdout.write((command ?? ALL_CALLS).usage)
  await withCleanUp((onCleanUp) => (command ? command.run(rest, onCleanUp) : ALL_CALLS.run(args, onCleanUp)))
}
