// A process that imports a file of numbered lines into an agent, and prints the answer. A test kills it.
import { writeSync } from 'node:fs'
import { POST } from '../../app/api/v2/agents/[agentId]/import/route'
import { numberedLines, streamOf } from '../lines'

const [, , agentId = '', key = '', idempotencyKey = '', count = '0'] = process.argv

const headers = { authorization: `Bearer ${key}`, 'idempotency-key': idempotencyKey }
const body = streamOf(numberedLines(Number(count)))
const request = new Request(`http://memanto/api/v2/agents/${agentId}/import`, {
  method: 'POST',
  headers,
  body,
  duplex: 'half',
} as RequestInit)
const response = await POST(request, { params: Promise.resolve({ agentId }) })
writeSync(1, await response.text())
