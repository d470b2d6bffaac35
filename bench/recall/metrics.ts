/** Where the expected memories of one question stand in an answer: 0 is the first place. */
export interface Found {
  /** How many were expected, found or not. */
  expected: number
  places: number[]
}

/** The places of expected keys in a ranking, in which a key counts once, where it stands first. */
export function findPlaces(ranking: string[], expected: Set<string>): Found {
  const places = [...new Set(ranking)].flatMap((key, place) => (expected.has(key) ? [place] : []))
  return { expected: expected.size, places }
}

/** The share of the expected memories that is among the first k. */
export const recallAt = ({ expected, places }: Found, k: number) => places.filter((place) => place < k).length / expected

/** Whether any of the expected memories is among the first k. */
export const isFoundIn = ({ places }: Found, k: number) => places.some((place) => place < k)

/** Normalized discounted cumulative gain with binary relevance: 1 if the first k places hold nothing but expected memories, as far as there are some. */
export function ndcgAt({ expected, places }: Found, k: number): number {
  const ideal = Array.from({ length: Math.min(expected, k) }, (_, place) => place)
  return sum(places.filter((place) => place < k).map(gain)) / sum(ideal.map(gain))
}

const gain = (place: number) => 1 / Math.log2(place + 2)

/** One divided by the rank of the first expected memory; 0 if the answer has none. */
export const reciprocalRank = ({ places }: Found) => (places.length === 0 ? 0 : 1 / (Math.min(...places) + 1))

const sum = (values: number[]) => values.reduce((total, value) => total + value, 0)

export const mean = (values: number[]) => (values.length === 0 ? 0 : sum(values) / values.length)
