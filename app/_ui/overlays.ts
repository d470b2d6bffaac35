'use client'

import { type ComponentType, useEffect, useState } from 'react'
import type { OverlayProps } from './overlay'
import { showError } from './toasts'
import { whenIdle } from './when-idle'

const LOADERS = {
  dialog: () => import('./overlay-dialog').then(({ OverlayDialog }) => OverlayDialog),
  popover: () => import('./overlay-popover').then(({ OverlayPopover }) => OverlayPopover),
}

type OverlayKind = keyof typeof LOADERS

const loaded: Partial<Record<OverlayKind, ComponentType<OverlayProps>>> = {}
const requested = new Set<OverlayKind>()

async function load(kind: OverlayKind): Promise<ComponentType<OverlayProps>> {
  const overlay = await LOADERS[kind]()
  loaded[kind] = overlay
  return overlay
}

/** Loads the code of an overlay, once for all its buttons. A failure is ignored: it is loaded again when it is needed. */
export function preload(kind: OverlayKind): void {
  if (requested.has(kind)) return
  requested.add(kind)
  load(kind).catch(() => requested.delete(kind))
}

const awaited = new Set<OverlayKind>()

/** Loads the code of an overlay when the browser has nothing to do, once per page. */
function preloadWhenIdle(kind: OverlayKind): void {
  if (awaited.has(kind)) return
  awaited.add(kind)
  whenIdle(() => preload(kind))
}

/**
 * The component of an overlay; undefined until its code is there. It is loaded when the browser has nothing else to do, so that the first click opens it at
 * once and it delays no page. `onFailure` is called if it is needed and cannot be loaded.
 */
export function useOverlay(kind: OverlayKind, isNeeded: boolean, onFailure: () => void): ComponentType<OverlayProps> | undefined {
  const [shown, setShown] = useState<{ Overlay: ComponentType<OverlayProps> }>()
  const Overlay = loaded[kind] ?? shown?.Overlay
  const mustLoad = isNeeded && Overlay === undefined
  useEffect(() => preloadWhenIdle(kind), [kind])
  useEffect(() => {
    if (!mustLoad) return
    const fail = () => {
      showError('This could not be loaded. Check the connection and try again.')
      onFailure()
    }
    load(kind).then((component) => setShown({ Overlay: component }), fail)
  }, [kind, mustLoad, onFailure])
  return Overlay
}
