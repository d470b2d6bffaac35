import type { FullConfig } from '@playwright/test'
import { ensureBrowser } from './browser'
import { startHttpsProxy } from './https-proxy'

/** Gets a browser, and puts https in front of the server for the project that asks for it; returns what stops that again. */
export default async function setup(config: FullConfig): Promise<() => void> {
  ensureBrowser()
  const { baseURL } = config.projects[0]?.use ?? {}
  const proxy = await startHttpsProxy(Number(new URL(baseURL ?? '').port))
  // Workers read the configuration again and find it there.
  process.env.MEMANTO_E2E_HTTPS = proxy.address
  return proxy.stop
}
