import type { Metadata } from 'next'
import { connection } from 'next/server'
import type { ReactNode } from 'react'
import './globals.css'

export const metadata: Metadata = {
  title: { default: 'Memanto', template: '%s · Memanto' },
  description: "Memory for a team's AI agents, reached only inside a session.",
  icons: { icon: '/favicon.svg' },
}

/** Dynamic, so that every page is rendered with the nonce of its own request. */
export default async function RootLayout({ children }: { children: ReactNode }) {
  await connection()
  return (
    <html lang="en">
      <body>{children}</body>
    </html>
  )
}
