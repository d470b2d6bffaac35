const VOCABULARY = 5000
const SYLLABLES = 'ba cor den fi gra hol in ju kal lo mer nu or pre qui ra sol tem ur vi'.split(' ')

/** Texts of words as frequent as in what people write, the same in every run. */
export function texts(count: number, wordsEach: number, seed: number): string[] {
  const words = vocabulary()
  const random = generator(seed)
  const word = () => words[Math.floor(VOCABULARY * random() ** 2)] ?? ''
  return Array.from({ length: count }, () => Array.from({ length: wordsEach }, word).join(' '))
}

/** Words of no language, the most frequent first: each fourth text of twenty words holds the first, one in 350 a middling one. */
function vocabulary(): string[] {
  return Array.from({ length: VOCABULARY }, (_, n) => [n, n / 20, n / 400, n * 7].map(syllable).join(''))
}

const syllable = (n: number) => SYLLABLES[Math.floor(n) % SYLLABLES.length] ?? ''

/** Numbers from 0 to 1 that look random and are always the same. */
function generator(seed: number): () => number {
  let state = seed
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    return state / 2 ** 32
  }
}
