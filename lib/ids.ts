import { randomBase62 } from './auth/api-key-format'

/** A public id such as `sess_0MHYw2Kq3V…`: milliseconds first, so that new rows lie next to each other, then 95 random bits. */
export function newId(prefix: 'sess' | 'mem' | 'req'): string {
  return `${prefix}_${Date.now().toString(36).padStart(9, '0')}${randomBase62(16)}`
}
