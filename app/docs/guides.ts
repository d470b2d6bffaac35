import { paths } from '@/lib/paths'

/** The guides of the documentation, in the order in which a newcomer reads them. */
export const GUIDES = [
  { title: 'Quick start', href: paths.quickStart, about: 'From an API key to the first memory.' },
  { title: 'Sessions', href: paths.sessionGuide, about: 'Activate, extend and deactivate; what ends a session.' },
  { title: 'Keys and scopes', href: paths.keyGuide, about: 'Which credential a call takes, and what a key may do.' },
  { title: 'Retries', href: paths.retryGuide, about: 'Repeat a request safely, and wait when the server says so.' },
] as const
