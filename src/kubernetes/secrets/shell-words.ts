/** Characters between words. */
const SPACE = ' \t\r';
/** Characters between commands. */
const SEPARATOR = '\n;|&(){}';

/**
 * Splits a script of a shell into commands, and each command into words without quotes. Expansions such as `$NAME` and `$(…)`
 * stay as they are, and so do words that no shell would accept. The work is linear in the length of the script.
 */
export function shellCommands(script: string): string[][] {
  const commands: string[][] = [];
  let words: string[] = [];
  let word: string | undefined;
  let at = 0;
  const endWord = (): void => {
    if (word !== undefined) words.push(word);
    word = undefined;
  };
  const endCommand = (): void => {
    endWord();
    if (words.length > 0) commands.push(words);
    words = [];
  };

  while (at < script.length) {
    const char = script.charAt(at);
    if (char === '\\') {
      // an escaped end of line joins two lines
      const next = script.charAt(at + 1);
      if (next !== '\n') word = (word ?? '') + next;
      at += 2;
    } else if (char === "'") {
      const end = endOf(script, "'", at + 1);
      word = (word ?? '') + script.slice(at + 1, end);
      at = end + 1;
    } else if (char === '"') {
      const end = endOfDoubleQuotes(script, at + 1);
      word = (word ?? '') + script.slice(at + 1, end).replace(/\\(["\\$`])/g, '$1');
      at = end + 1;
    } else if (char === '`' || script.startsWith('$(', at) || script.startsWith('${', at)) {
      const end = char === '`' ? endOf(script, '`', at + 1) : endOfExpansion(script, at + 1);
      // a command in backticks is an expansion, too
      word = (word ?? '') + (char === '`' ? `$(${script.slice(at + 1, end)})` : script.slice(at, end + 1));
      at = end + 1;
    } else if (char === '#' && word === undefined) {
      at = endOf(script, '\n', at);
    } else if (SPACE.includes(char)) {
      endWord();
      at += 1;
    } else if (SEPARATOR.includes(char)) {
      endCommand();
      at += 1;
    } else {
      const end = endOfPlainText(script, at + 1);
      word = (word ?? '') + script.slice(at, end);
      at = end;
    }
  }
  endCommand();
  return commands;
}

const SPECIAL = /[\\'"`$#\s;|&(){}]/g;

function endOfPlainText(script: string, from: number): number {
  SPECIAL.lastIndex = from;
  return SPECIAL.exec(script)?.index ?? script.length;
}

function endOf(script: string, quote: string, from: number): number {
  const end = script.indexOf(quote, from);
  return end === -1 ? script.length : end;
}

function endOfDoubleQuotes(script: string, from: number): number {
  let at = from;
  while (at < script.length && script[at] !== '"') at += script[at] === '\\' ? 2 : 1;
  return Math.min(at, script.length);
}

/** Returns the index of the bracket that closes the one at an index. */
function endOfExpansion(script: string, from: number): number {
  let depth = 0;
  let at = from;
  for (; at < script.length; at += 1) {
    const char = script.charAt(at);
    if (char === '\\') at += 1;
    else if (char === "'") at = endOf(script, "'", at + 1);
    else if ('({'.includes(char)) depth += 1;
    else if (')}'.includes(char)) depth -= 1;
    if (depth === 0) return at;
  }
  return script.length;
}
