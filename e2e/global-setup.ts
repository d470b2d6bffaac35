import { ensureBrowser } from './browser'

export default function setup(): void {
  ensureBrowser()
}
