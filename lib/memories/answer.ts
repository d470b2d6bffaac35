import type { SessionPrincipal } from '../auth/principal'
import { fail } from '../errors'

/** Not available: a server of this version has no language model. @throws answer_not_configured */
export async function answerQuestion(_principal: SessionPrincipal<'memories:read'>): Promise<never> {
  return fail('answer_not_configured', 'This server has no language model to answer with. Use recall and answer from the memories.')
}
