import type { CompletedCommand, Completion } from './completion';

/** Returns the script that completes command lines in zsh. It starts no other program. */
export function zshCompletion(completions: ReadonlyArray<Completion>): string {
  const paths = completions.filter(({ path }) => path !== '').map(({ path }) => quoted(path));
  const values = completions.flatMap(({ path, options }) =>
    options.flatMap(({ names, value }) => {
      if (value === undefined) return [];
      const action = value.words.length === 0 ? '_files' : `compadd -- ${value.words.join(' ')}`;
      return [`    (${names.map((name) => quoted(`${path} ${name}`)).join('|')}) ${action}; return ;;`];
    }),
  );
  const options = completions.map(({ path, options: all }) => {
    const rows = all.flatMap(({ names, description }) => names.map((name) => described({ name, description })));
    return `      (${quoted(path)}) rows=(${rows.join(' ')}) ;;`;
  });
  const others = completions.map(({ path, commands, argument }) => {
    if (commands.length > 0)
      return `    (${quoted(path)}) rows=(${commands.map(described).join(' ')}); _describe command rows ;;`;
    const words = argument?.words ?? [];
    return `    (${quoted(path)}) ${words.length === 0 ? '_files' : `compadd -- ${words.join(' ')}; _files`} ;;`;
  });
  return `#compdef secure-edge
# Completion of secure-edge in zsh. Written by: secure-edge completion zsh
_secure_edge() {
  local at='' prev=$words[CURRENT-1] word
  local -a rows
  for word in $words[2,CURRENT-1]; do
    case "$at $word" in
      (${paths.join('|')}) at="$at $word" ;;
    esac
  done
  if [[ $PREFIX == --*=* ]]; then
    prev=\${PREFIX%%=*}
    compset -P '*='
  fi
  case "$at $prev" in
${values.join('\n')}
  esac
  if [[ $PREFIX == -* ]]; then
    case "$at" in
${options.join('\n')}
    esac
    _describe -o option rows
    return
  fi
  case "$at" in
${others.join('\n')}
  esac
}
if [ "$funcstack[1]" = _secure_edge ]; then
  _secure_edge "$@"
else
  compdef _secure_edge secure-edge
fi
`;
}

function described({ name, description }: CompletedCommand): string {
  return quoted(`${name.replace(/:/g, '\\:')}:${description}`);
}

function quoted(text: string): string {
  return `'${text.replace(/'/g, "'\\''")}'`;
}
