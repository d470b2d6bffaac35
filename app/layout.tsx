import type { Metadata } from 'next'
import { headers } from 'next/headers'
import { connection } from 'next/server'
import { ThemeProvider } from 'next-themes'
import type { CSSProperties, ReactNode } from 'react'
import { Toaster } from 'sonner'
import { RememberZone } from './_ui/remember-zone'
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
        <ThemeProvider attribute="class" disableTransitionOnChange nonce={nonce}>
          {children}
          <RememberZone />
          <Toaster position="bottom-right" style={TOAST_COLOURS} toastOptions={CLICKABLE} />
        </ThemeProvider>
      </body>
    </html>
  )
}

/** An open dialog takes all clicks from what is outside of it, and Undo must work. */
const CLICKABLE = { className: 'pointer-events-auto' }

/** Toasts get the colours of the theme, which Sonner does not know. */
const TOAST_COLOURS = { '--normal-bg': 'var(--raised)', '--normal-text': 'var(--ink)', '--normal-border': 'var(--line)' } as CSSProperties

const nonceIn = (policy: string | null) => /'nonce-([^']+)'/.exec(policy ?? '')?.[1]
