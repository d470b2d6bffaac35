/** Returns all matches of a global expression. `matchAll` would make a copy of the expression each time, which takes longer than searching a short text. */
export function matchesOf(text: string, expression: RegExp): RegExpExecArray[] {
  const found: RegExpExecArray[] = []
  expression.lastIndex = 0
  for (let match = expression.exec(text); match !== null; match = expression.exec(text)) found.push(match)
  return found
}
