/** A piece of a text that is looked up by itself. */
export interface Word {
  /** In lower case (but for acronyms) and normal form KC; accents are kept, because stemmers need them. */
  text: string
  /**
   * `word`: a run of letters and digits, or an emoji. `whole`: an identifier such as `C++`, `node-07` or `user@host`, whose parts are words too,
   * or a symbol. `pair`: two neighbouring characters of a script without blanks, which find names that no dictionary knows. `acronym`: a word in
   * capitals, kept as written, so that `IT` is not `it`.
   */
  kind: 'word' | 'whole' | 'pair' | 'acronym'
}
