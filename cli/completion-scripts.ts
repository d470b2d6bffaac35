/** What a shell completes of a command. */
export interface CompletedCommand {
  /** Such as `agent activate`. */
  path: string
  description: string
  /** Long names, such as `--hours`. */
  options: { name: string; description: string }[]
}

/** The shells that have a completion script. */
export const SHELLS = ['bash', 'zsh', 'fish'] as const
/** A shell that has a completion script. */
export type Shell = (typeof SHELLS)[number]

/** Returns the completion script of a shell. The word after one of `valueOptions` is no command. */
export function completionScript(shell: Shell, commands: CompletedCommand[], valueOptions: string[]): string {
  return { bash, zsh, fish }[shell](commands, valueOptions)
}

/** The words that can follow each path: the subcommands of a group, the options of a command. Longer paths come first: a pattern of a group matches them too. */
function wordsByPath(commands: CompletedCommand[]): [path: string, words: string[]][] {
  const byPath = new Map<string, string[]>()
  const add = (path: string, words: string[]) => byPath.set(path, [...new Set([...(byPath.get(path) ?? []), ...words])])
  for (const { path, options } of commands) {
    const [first = '', second] = path.split(' ')
    add('', [first])
    if (second) add(first, [second])
    add(
      path,
      options.map(({ name }) => name),
    )
  }
  return [...byPath].sort(([a], [b]) => Number(b.includes(' ')) - Number(a.includes(' ')))
}

const cases = (commands: CompletedCommand[]) =>
  wordsByPath(commands)
    .map(([path, words]) => `    "${path.includes(' ') ? path : `${path} `}"*) words="${words.join(' ')}" ;;`)
    .join('\n')

/** The first two words that are not options name the command. */
const pathOf = (valueOptions: string[]) => `  for ((i = first_index; i < last_index; i++)); do
    word="\${line[i]}"
    case "$word" in ${valueOptions.join('|')}) ((i++)); continue ;; -*) continue ;; esac
    if [ -z "$first" ]; then first="$word"; elif [ -z "$second" ]; then second="$word"; fi
  done
  case "$first $second" in`

const bash = (commands: CompletedCommand[], valueOptions: string[]) => `# bash completion for memanto: source <(memanto completion bash)
_memanto() {
  local cur="\${COMP_WORDS[COMP_CWORD]}" first="" second="" word words="" i
  local -a line=("\${COMP_WORDS[@]}")
  local first_index=1 last_index=$COMP_CWORD
${pathOf(valueOptions)}
${cases(commands)}
  esac
  COMPREPLY=($(compgen -W "$words" -- "$cur"))
}
complete -o default -F _memanto memanto
`

const zsh = (commands: CompletedCommand[], valueOptions: string[]) => `#compdef memanto
# zsh completion for memanto: source <(memanto completion zsh)
_memanto() {
  local -a line=("\${(@)words}")
  local first="" second="" word i first_index=2 last_index=$CURRENT
  local words=""
${pathOf(valueOptions)}
${cases(commands)}
  esac
  compadd -- \${=words}
  _files
}
compdef _memanto memanto
`

const fish = (commands: CompletedCommand[]) => {
  const lines = commands.flatMap(({ path, description, options }) => {
    const [first = '', second] = path.split(' ')
    const seen = second
      ? `__fish_seen_subcommand_from ${first}; and __fish_seen_subcommand_from ${second}`
      : `__fish_seen_subcommand_from ${first}`
    const names = second
      ? [
          `complete -c memanto -n '__fish_use_subcommand' -f -a ${first}`,
          `complete -c memanto -n '__fish_seen_subcommand_from ${first}' -a ${second} -d ${quoted(description)}`,
        ]
      : [`complete -c memanto -n '__fish_use_subcommand' -f -a ${first} -d ${quoted(description)}`]
    return [
      ...names,
      ...options.map(({ name, ...option }) => `complete -c memanto -n '${seen}' -l ${name.slice(2)} -d ${quoted(option.description)}`),
    ]
  })
  return `# fish completion for memanto: memanto completion fish | source\n${[...new Set(lines)].join('\n')}\n`
}

const quoted = (text: string) => `'${text.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'`
