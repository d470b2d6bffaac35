import type { FullConfig } from '@playwright/test'
import { ensureBrowser } from './browser'
import { startHttpsProxy } from './https-proxy'

/** Installs a browser if there is none, and starts the https proxy for the project that uses it. Returns a function that stops the proxy. */
export default async function setup(config: FullConfig): Promise<() => void> {
  ensureBrowser()
  const { baseURL } = config.projects[0]?.use ?? {}
  const proxy = await startHttpsProxy(Number(new URL(baseURL ?? '').port))
  // Workers read the configuration again, in processes of their own.
  process.env.MEMANTO_E2E_HTTPS = proxy.address
  return proxy.stop
}
