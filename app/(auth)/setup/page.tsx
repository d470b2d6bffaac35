import type { Metadata } from 'next'
import { settle } from '@/lib/errors'
import { checkFirstStart } from '@/lib/teams/first-start'
import { SetupForm } from './setup-form'

export const metadata: Metadata = { title: 'Set up Memanto' }

/** The form stays on the page when it is done, because it then shows the key, which can be shown only once. */
export default async function SetupPage({ searchParams }: { searchParams: Promise<{ token?: string | string[] }> }) {
  const token = String((await searchParams).token ?? '')
  const { refusal } = await settle(checkFirstStart(token))
  return <SetupForm token={token} refusal={refusal?.message} />
}
