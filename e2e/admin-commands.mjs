// Runs commands of the built `admin`, the program behind `npm run -s admin`, one after another: each line of the input is the arguments of one as
// JSON. Only Node's start and the loading of the program are shared; for each command, the program's state is new, as in a process of its own.
import { createInterface } from 'node:readline'

process.env.NODE_ENV = 'production'
const { main } = await import(new URL('../.next/memanto/admin.mjs', import.meta.url).href)
for await (const line of createInterface({ input: process.stdin })) {
  await main(JSON.parse(line))
  // See `singleton` in lib/process.ts.
  const store = globalThis[Symbol.for('memanto')]
  for (const name of Object.keys(store)) delete store[name]
}
