import type { Completion } from './completion';

/** Returns the script that completes command lines in bash, from 3.2 on. It starts no other program. */
export function bashCompletion(completions: ReadonlyArray<Completion>): string {
  const paths = completions.filter(({ path }) => path !== '').map(({ path }) => `'${path}'`);
  const values = completions.flatMap(({ path, options }) =>
    options.flatMap(({ names, value }) =>
      value === undefined
        ? []
        : [`    ${names.map((name) => `'${path} ${name}'`).join('|')}) words='${value.words.join(' ')}' ;;`],
    ),
  );
  const options = completions.map(
    ({ path, options: all }) => `      '${path}') words='${all.flatMap(({ names }) => names).join(' ')}' ;;`,
  );
  const others = completions.map(({ path, commands, argument }) => {
    const words = [...commands.map(({ name }) => name), ...(argument?.words ?? [])];
    return `      '${path}') words='${words.join(' ')}' ;;`;
  });
  return `# Completion of secure-edge in bash. Written by: secure-edge completion bash
_secure_edge() {
  local cur=\${COMP_WORDS[COMP_CWORD]} prev=\${COMP_WORDS[COMP_CWORD-1]} at= words= i
  # bash splits --option=value into three words
  if [[ $cur == = ]]; then
    cur=
  elif [[ $prev == = ]]; then
    prev=\${COMP_WORDS[COMP_CWORD-2]}
  fi
  for ((i = 1; i < COMP_CWORD; i++)); do
    case "$at \${COMP_WORDS[i]}" in
      ${paths.join('|')}) at="$at \${COMP_WORDS[i]}" ;;
    esac
  done
  case "$at $prev" in
${values.join('\n')}
    *)
      if [[ $cur == -* ]]; then
        case "$at" in
${options.map((line) => `    ${line}`).join('\n')}
        esac
      else
        case "$at" in
${others.map((line) => `    ${line}`).join('\n')}
        esac
      fi
      ;;
  esac
  # without words, bash completes files
  COMPREPLY=($(compgen -W "$words" -- "$cur"))
}
complete -o default -F _secure_edge secure-edge
`;
}
