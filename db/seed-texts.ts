import type { MemoryType } from './constants'

/** The sample agents, with how many hours ago each was activated; TEMPLATES has what they remember. */
export const SAMPLE_AGENTS = [
  {
    name: 'customer-support',
    pattern: 'support',
    description: 'Answers customers by chat and e-mail, and remembers what they asked for.',
    openHours: 2.4,
  },
  { name: 'billing-bot', pattern: 'tool', description: 'Checks invoices and payments and explains them.', openHours: 5.7 },
  {
    name: 'technical-support',
    pattern: 'project',
    description: 'Solves technical problems together with the engineers.',
    openHours: 1.1,
  },
  { name: 'sales-assistant', pattern: 'support', description: 'Prepares calls with new customers and follows up on them.', openHours: 3.6 },
  { name: 'onboarding-guide', pattern: 'tool', description: 'Leads new customers through their first week.', openHours: 4.9 },
] as const

interface Template {
  type: MemoryType
  title: string | null
  content: string
  tags: string[]
}

const CUSTOMERS = ['Ada Lindqvist', 'Boris Okafor', 'Chen Wei', 'Dana Novak', 'Elif Demir', 'Farid Haddad', 'Grace Mwangi', 'Hugo Lemaire']
const PRODUCTS = ['the Starter plan', 'the Team plan', 'the mobile app', 'the data export', 'single sign-on', 'the webhook service']

const TEMPLATES: Record<string, Template[]> = {
  'customer-support': [
    {
      type: 'preference',
      title: 'Contact',
      content: '{customer} prefers e-mail over the phone and answers in the morning.',
      tags: ['contact'],
    },
    { type: 'fact', title: null, content: '{customer} uses {product} with a team of twelve.', tags: ['account'] },
    { type: 'commitment', title: 'Call back', content: 'We promised {customer} an answer about {product} by Friday.', tags: ['promise'] },
    { type: 'event', title: null, content: '{customer} reported that {product} was slow after the last update.', tags: ['incident'] },
    {
      type: 'relationship',
      title: null,
      content: '{customer} is the admin; questions about contracts go to their finance department.',
      tags: ['account'],
    },
  ],
  'billing-bot': [
    {
      type: 'fact',
      title: 'Invoice',
      content: '{customer} pays {product} yearly by bank transfer, due on the first of the month.',
      tags: ['invoice'],
    },
    { type: 'decision', title: 'Refund', content: 'Refunded one month of {product} to {customer} after the outage.', tags: ['refund'] },
    { type: 'instruction', title: null, content: 'Invoices for {customer} must carry their purchase order number.', tags: ['invoice'] },
    { type: 'observation', title: null, content: 'The card of {customer} was declined twice before it worked.', tags: ['payment'] },
  ],
  'technical-support': [
    {
      type: 'learning',
      title: 'Fix',
      content: 'Restarting the sync of {product} solved it for {customer}; the cause was an old token.',
      tags: ['fix'],
    },
    {
      type: 'error',
      title: null,
      content: '{customer} sees a time-out in {product} when more than 10 000 rows are selected.',
      tags: ['bug'],
    },
    { type: 'artifact', title: 'Log', content: 'The log of {customer} about {product} is attached to ticket 4821.', tags: ['ticket'] },
    { type: 'goal', title: null, content: '{customer} wants to move to {product} before the end of the quarter.', tags: ['migration'] },
    {
      type: 'context',
      title: null,
      content: '{customer} runs {product} behind a proxy that cuts connections after 60 seconds.',
      tags: ['network'],
    },
  ],
  'sales-assistant': [
    { type: 'fact', title: 'Budget', content: '{customer} has a budget for {product} from January on.', tags: ['budget'] },
    { type: 'commitment', title: null, content: 'We send {customer} an offer for {product} after the next call.', tags: ['offer'] },
    { type: 'relationship', title: null, content: '{customer} decides about {product} together with the head of IT.', tags: ['contact'] },
    { type: 'preference', title: null, content: '{customer} wants a trial of {product} before signing anything.', tags: ['trial'] },
  ],
  'onboarding-guide': [
    { type: 'event', title: null, content: '{customer} finished the first steps of {product}.', tags: ['progress'] },
    { type: 'goal', title: 'First week', content: '{customer} wants five colleagues to use {product} by Friday.', tags: ['goal'] },
    {
      type: 'observation',
      title: null,
      content: '{customer} skipped the tour of {product} and looked for the documentation.',
      tags: ['tour'],
    },
    { type: 'learning', title: null, content: 'A short call helped {customer} more with {product} than the guide did.', tags: ['call'] },
  ],
}

/** Returns a random memory of a sample agent. */
export function sampleMemory(agentName: string, random: () => number) {
  const pick = <T>(list: readonly T[]) => list[Math.floor(random() * list.length)] as T
  const template = pick(TEMPLATES[agentName] ?? [])
  const content = template.content.replaceAll('{customer}', pick(CUSTOMERS)).replaceAll('{product}', pick(PRODUCTS))
  return {
    ...template,
    content: content.charAt(0).toUpperCase() + content.slice(1),
    confidence: Math.round((0.6 + random() * 0.4) * 100) / 100,
  }
}
