import { version } from '../../package.json'
import { isLoopback } from '../env'
import { paths } from '../paths'
import type { DemoTeam } from '../teams/demo'
import { firstStartToken, isSetUpPending } from '../teams/first-start'
import type { OpenDatabase } from './database'

/** Says on the terminal where everything is, and how to begin. */
export async function printStartMessage({ settings, place, dataDir }: OpenDatabase, port: number, demo?: DemoTeam): Promise<void> {
  const address = addressOf(settings, port)
  console.log(`
Memanto ${version} is ready: ${address}

  API         ${address}/api/v2
  reference   ${address}/docs
  ${dataDir ? 'data folder' : 'database   '} ${place}`)
  if (isReachableWithoutPublicUrl(settings)) console.log(NO_PUBLIC_URL_NOTE)
  if (demo) console.log(demoMessage(address, demo))
  if (await isSetUpPending()) console.log(setupMessage(address))
  console.log()
}

/** Other machines reach us, and nothing says by which name. */
const isReachableWithoutPublicUrl = ({ HOST, PUBLIC_URL }: OpenDatabase['settings']) => PUBLIC_URL === undefined && !isLoopback(HOST)

const NO_PUBLIC_URL_NOTE = `
The portal answers at the addresses of this machine only, because PUBLIC_URL is not set. Where people use a name, or come through a proxy,
set it: PUBLIC_URL=https://memanto.example.com npm start`

const demoMessage = (address: string, { team, owner, apiKey, passwordToken }: DemoTeam) => `
Created the team "${team}" with a month of sample history. Open this link to set a password for its owner, ${owner}:

  ${address}${paths.password(passwordToken)}

Its API key (shown only once):

  ${apiKey}`

/** One link, worthless once somebody used it. Whoever has no browser founds a team by the admin command. */
const setupMessage = (address: string) => `
Open this link to set up Memanto: your team, a first agent and an API key.

  ${address}${paths.setup(firstStartToken())}

Without a browser:  npm run -s admin -- bootstrap --email you@example.com --team "Your team"`

/** Where a person on this machine reaches us. */
export function addressOf({ PUBLIC_URL, HOST }: { PUBLIC_URL?: string | undefined; HOST: string }, port: number): string {
  if (PUBLIC_URL) return PUBLIC_URL
  const isAnywhere = ['0.0.0.0', '::', '127.0.0.1', '::1'].includes(HOST)
  return `http://${isAnywhere ? 'localhost' : HOST.includes(':') ? `[${HOST}]` : HOST}:${port}`
}
