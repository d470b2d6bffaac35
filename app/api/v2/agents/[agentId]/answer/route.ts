import { requireSession } from '@/lib/auth/session-caller'
import { fail } from '@/lib/errors'
import { endpoint } from '@/lib/http/endpoint'

export const POST = endpoint<{ agentId: string }>(async (request, { params }) => {
  const { agentId } = await params
  await requireSession(request, agentId, 'memories:read')
  return fail('answer_not_configured', 'Not available on this server: use recall.')
})
