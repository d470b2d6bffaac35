const VOCABULARY = 5000
const BEGINNINGS =
  'b bl br c ch cl cr d dr f fl fr g gl gr h j k l m n p ph pl pr qu r s sc sh sk sl sm sn sp st str t th tr v w wh y z'.split(' ')
const VOWELS = 'a ai au e ea ee ei i ia ie o oa oi oo ou u ui y'.split(' ')
const ENDS = ' b ck d ft g ght l ld ll m mp n nd ng nk nt p r rd rk rn rt s sh sk ss st t th tt x'.split(' ')

/** Texts of words as frequent as in what people write, the same in every run. */
export function randomTexts(count: number, wordsEach: number, seed: number): string[] {
  const words = vocabulary()
  const random = seededRandom(seed)
  const word = () => words[Math.floor(VOCABULARY * random() ** 2)] ?? ''
  return Array.from({ length: count }, () => Array.from({ length: wordsEach }, word).join(' '))
}

/** Words of no language, the most frequent first: each sixth text of twelve words holds the first, one in 600 a middling one. */
function vocabulary(): string[] {
  const random = seededRandom(3)
  const oneOf = (parts: string[]) => parts[Math.floor(parts.length * random())] ?? ''
  const syllable = () => oneOf(BEGINNINGS) + oneOf(VOWELS) + oneOf(ENDS)
  const words = new Set<string>()
  while (words.size < VOCABULARY) words.add(random() < 0.4 ? syllable() : syllable() + syllable())
  return [...words]
}

/** Numbers from 0 to 1 that look random and are always the same. */
function seededRandom(seed: number): () => number {
  let state = seed
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    return state / 2 ** 32
  }
}
