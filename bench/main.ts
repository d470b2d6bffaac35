import { randomBytes } from 'node:crypto'
import { type BareOrder, serveBare } from './bare-server'
import { startBeside } from './beside'
import { type Call, productCalls, references } from './calls'
import { fillDatabase } from './fill'
import { type Effort, type Figures, measure } from './measure'
import { serveNext } from './next-server'
import { type Options, readOptions } from './options'
import { openDatabase, POOL_SIZE, prepareDatabase } from './place'
import { residentMegabytes, startProduct } from './running'
import { compared, type Measured, tableOf } from './table'

/** `npm run bench`; and the servers it starts beside the product, in processes of their own. */
export async function main(args: string[]): Promise<void> {
  if (process.send && args[0] === 'bare') return serveBare()
  if (process.send && args[0] === 'next') return serveNext()
  await withCleanUp((later) => bench(readOptions(args), later))
}
