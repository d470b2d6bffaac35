/**
 * The constants of the ranking. Measured on public conversations with marked evidence and on single facts (`npm run bench -- recall`);
 * docs/performance.md has the figures.
 */
export const RANKING = {
  /** BM25: how soon further occurrences of a word count no more. */
  k1: 1.2,
  /** BM25: how much less a word counts in a long memory. */
  b: 0.3,
  /** What part of a word's value in a memory the next memories of its session get: an answer follows its question. */
  following: [0.7, 0.5, 0.3],
  /** What part of it the memories before get. */
  preceding: [0.42, 0.3, 0.18],
  /** A word that a larger part of the agent's memories has counts only where it stands. */
  spreadUpTo: 0.25,
  /** One that no more memories have spreads in the smallest agents, too. */
  alwaysSpread: 3,
  /** Nor does one that more memories have, since that takes most of the time of a search in a hundred thousand memories. */
  mostSpread: 1000,
  /** A memory that begins with a name of the query and a colon (`Ada: I moved to Paris`) counts so many times as much. */
  name: 1.2,
  /** A memory gets this part of the mean of the best scores of its session. */
  session: 0.25,
  /** How many of the best scores of a session are taken for that. */
  bestOfSession: 3,
  /** What part of its weight one of the most common words of a language has. */
  common: 0.3,
  /** What part of its weight a pair of neighbouring characters has; the words that the pairs are of are looked up, too. */
  pair: 0.5,
  /** A memory of a time that the query names counts so many times as much. */
  date: 1.8,
  /** Besides, such a time counts this part of a word that as many memories have: the other words may be in all of them. */
  dateWord: 1,
  /** A word with a smaller part of the weight of all words is left out: it is in nearly all memories, and counting them takes most of the time. */
  skip: 0.005,
}
