/** A number with what it counts: `1 key`, `1,204 keys`. */
export const counted = (count: number, one: string, many: string) => `${count.toLocaleString('en')} ${count === 1 ? one : many}`
