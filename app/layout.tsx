import type { Metadata } from 'next'
import { headers } from 'next/headers'
import { connection } from 'next/server'
import { ThemeProvider } from 'next-themes'
import type { ReactNode } from 'react'
import { RememberZone } from './_ui/remember-zone'
import { Toasts } from './_ui/toasts'
import { Tooltips } from './_ui/tooltips'
import { FONTS } from './fonts'
import './globals.css'
import './print.css'

export const metadata: Metadata = {
  title: { default: 'Memanto', template: '%s · Memanto' },
  description: "Memory for your team's AI agents, available during a session.",
  icons: { icon: '/favicon.svg' },
}

/** The document of every page. It is rendered for each request, because its scripts need the request's nonce. */
export default async function RootLayout({ children }: { children: ReactNode }) {
  await connection()
  const nonce = nonceIn((await headers()).get('content-security-policy'))
  return (
    <html lang="en" className={FONTS} suppressHydrationWarning>
      <body>
        <ThemeProvider attribute="class" nonce={nonce}>
          {children}
          <RememberZone />
          <Toasts />
          <Tooltips />
        </ThemeProvider>
      </body>
    </html>
  )
}

const nonceIn = (policy: string | null) => /'nonce-([^']+)'/.exec(policy ?? '')?.[1]
