import type { NextConfig } from 'next'

const config: NextConfig = {
  poweredByHeader: false,
  // An API path with a slash at its end is served, not redirected: few HTTP libraries follow a redirected POST.
  skipTrailingSlashRedirect: true,
  // `npm test` checks the types of everything; a start on a fresh machine need not wait for that.
  typescript: { ignoreBuildErrors: true },
  serverExternalPackages: ['pg', 'pino', 'prom-client', '@node-rs/argon2'],
  // A page that a role may not open answers 403 and says why.
  experimental: { authInterrupts: true },
  turbopack: { root: process.cwd() },
}

export default config
