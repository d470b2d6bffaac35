import { requireSession } from '@/lib/auth/session-caller'
import { fail } from '@/lib/errors'
import { endpoint } from '@/lib/http/endpoint'

export const POST = endpoint<{ agentId: string }>(async (request, { params }) => {
  const { agentId } = await params
  await requireSession(request, agentId, 'memories:read')
  return fail('answer_not_configured', 'This server has no language model to answer with. Use recall and answer from the memories.')
})
