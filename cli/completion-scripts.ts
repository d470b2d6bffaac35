/** A command as a shell completes it. */
export interface Completable {
  /** `agent activate` */
  path: string
  about: string
  /** Long names, `--hours`. */
  options: { name: string; about: string }[]
}

export const SHELLS = ['bash', 'zsh', 'fish'] as const
export type Shell = (typeof SHELLS)[number]

export function completionScript(shell: Shell, commands: Completable[]): string {
  return { bash, zsh, fish }[shell](commands)
}

/** What may follow each path: the subcommands of a group, the options of a command. */
function candidates(commands: Completable[]): [path: string, words: string[]][] {
  const groups = new Map<string, string[]>()
  for (const { path } of commands) {
    const [first = '', second] = path.split(' ')
    groups.set('', [...new Set([...(groups.get('') ?? []), first])])
    if (second) groups.set(first, [...(groups.get(first) ?? []), second])
  }
  const leaves = commands.map(({ path, options }): [string, string[]] => [path, options.map(({ name }) => name)])
  return [...leaves, ...groups]
}

const cases = (commands: Completable[]) =>
  candidates(commands)
    .map(([path, words]) => `    "${path.includes(' ') ? path : `${path} `}"*) words="${words.join(' ')}" ;;`)
    .join('\n')

/** The first two words that are no options name the command. */
const PATH = `  for ((i = first_index; i < last_index; i++)); do
    word="\${line[i]}"
    case "$word" in -*) continue ;; esac
    if [ -z "$first" ]; then first="$word"; elif [ -z "$second" ]; then second="$word"; fi
  done
  case "$first $second" in`

const bash = (commands: Completable[]) => `# bash completion for memanto: source <(memanto completion bash)
_memanto() {
  local cur="\${COMP_WORDS[COMP_CWORD]}" first="" second="" word words="" i
  local -a line=("\${COMP_WORDS[@]}")
  local first_index=1 last_index=$COMP_CWORD
${PATH}
${cases(commands)}
  esac
  COMPREPLY=($(compgen -W "$words" -- "$cur"))
}
complete -o default -F _memanto memanto
`

const zsh = (commands: Completable[]) => `#compdef memanto
# zsh completion for memanto: source <(memanto completion zsh)
_memanto() {
  local -a line=("\${(@)words}")
  local first="" second="" word i first_index=2 last_index=$CURRENT
  local words=""
${PATH}
${cases(commands)}
  esac
  compadd -- \${=words}
  _files
}
compdef _memanto memanto
`

const fish = (commands: Completable[]) => {
  const lines = commands.flatMap(({ path, about, options }) => {
    const [first = '', second] = path.split(' ')
    const seen = second
      ? `__fish_seen_subcommand_from ${first}; and __fish_seen_subcommand_from ${second}`
      : `__fish_seen_subcommand_from ${first}`
    const offered = second
      ? [
          `complete -c memanto -n '__fish_use_subcommand' -f -a ${first}`,
          `complete -c memanto -n '__fish_seen_subcommand_from ${first}' -a ${second} -d ${quoted(about)}`,
        ]
      : [`complete -c memanto -n '__fish_use_subcommand' -f -a ${first} -d ${quoted(about)}`]
    return [
      ...offered,
      ...options.map(({ name, about: words }) => `complete -c memanto -n '${seen}' -l ${name.slice(2)} -d ${quoted(words)}`),
    ]
  })
  return `# fish completion for memanto: memanto completion fish | source\n${[...new Set(lines)].join('\n')}\n`
}

const quoted = (text: string) => `'${text.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'`
