import type { Completion } from './completion';

/** Returns the script that completes command lines in fish. It starts no other program. */
export function fishCompletion(completions: ReadonlyArray<Completion>): string {
  const paths = completions.filter(({ path }) => path !== '').map(({ path }) => quoted(path));
  const rows = completions.flatMap(({ path, commands, options, argument }) => {
    const here = `complete -c secure-edge -n ${quoted(`__secure_edge_at ${quoted(path)}`)}`;
    return [
      ...commands.map(({ name, description }) => `${here} -f -a ${name} -d ${quoted(description)}`),
      ...(argument === undefined || argument.words.length === 0
        ? []
        : [`${here} -a ${quoted(argument.words.join(' '))}`]),
      ...options.map(({ names, description, value }) => {
        const flags = names.map((name) => (name.startsWith('--') ? `-l ${name.slice(2)}` : `-s ${name.slice(1)}`));
        return `${here} ${flags.join(' ')}${valueOf(value?.words)} -d ${quoted(description)}`;
      }),
    ];
  });
  return `# Completion of secure-edge in fish. Written by: secure-edge completion fish
function __secure_edge_at
  set -l at ''
  for word in (commandline -opc)[2..]
    switch "$at $word"
      case ${paths.join(' ')}
        set at "$at $word"
    end
  end
  test "$at" = "$argv[1]"
end
${rows.join('\n')}
`;
}

function valueOf(words: ReadonlyArray<string> | undefined): string {
  if (words === undefined) return '';
  return words.length === 0 ? ' -r -F' : ` -x -a ${quoted(words.join(' '))}`;
}

/** Quotes a text for fish, also within a text in quotes. */
function quoted(text: string): string {
  return `'${text.replace(/[\\']/g, (c) => `\\${c}`)}'`;
}
