import type { NextConfig } from 'next'

const config: NextConfig = {
  poweredByHeader: false,
  // An API path with a trailing slash is served and not redirected, because few HTTP libraries follow a redirect of a POST.
  skipTrailingSlashRedirect: true,
  // `npm test` checks all types, so that the first start on a machine need not wait for it.
  typescript: { ignoreBuildErrors: true },
  serverExternalPackages: ['pg', 'pino', 'prom-client', '@node-rs/argon2'],
  // Allows pages to call forbidden(), which responds 403.
  experimental: { authInterrupts: true },
  // No page waits for data of its title alone. Streamed to the browser after the page, the title could be missing for a moment when the page is refreshed.
  htmlLimitedBots: /^/,
  turbopack: { root: process.cwd() },
}

export default config
