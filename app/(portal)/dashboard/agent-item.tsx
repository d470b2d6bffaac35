import Link from 'next/link'
import type { ReactNode } from 'react'
import { paths } from '@/lib/paths'

/** A line with the name of an agent, and what its session did. */
export function AgentItem({ agentName, children }: { agentName: string; children: ReactNode }) {
  return (
    <li className="flex flex-wrap items-center gap-x-4 gap-y-1 py-2 first:pt-0 last:pb-0">
      <Link href={paths.agent(agentName)} className="min-w-0 basis-40 grow truncate font-medium underline-offset-4 hover:underline">
        {agentName}
      </Link>
      {children}
    </li>
  )
}
