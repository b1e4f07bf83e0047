import { quote } from '../../../diagnostics/input-error';
import { FormError } from './form-error';

/**
 * Returns the words of a command line, split as a shell does. As the reference, it ends at `;`, `&`, `|`, `<` or `>` outside
 * quotes, because nothing runs a shell.
 *
 * @throws {@link FormError} if quotes or parentheses are not closed
 */
export function commandWords(line: string): string[] {
  const words: string[] = [];
  let word = '';
  let isWord = false;
  let quoted: '' | "'" | '"' | '`' | '(' = '';
  let isEscaped = false;
  for (const character of line) {
    if (isEscaped) {
      word += character;
      isEscaped = false;
      isWord = true;
    } else if (character === '\\' && quoted !== "'") {
      isEscaped = true;
    } else if (/[ \t\r\n]/.test(character) && quoted === '') {
      if (isWord) words.push(word);
      word = '';
      isWord = false;
    } else if ((character === '"' || character === "'") && (quoted === '' || quoted === character)) {
      // a word that is only quotes is empty
      isWord ||= quoted === character;
      quoted = quoted === character ? '' : character;
    } else if (/[;&|<>]/.test(character) && quoted === '') {
      // the number of a file before > is not a word
      if (character === '>' && /^[0-9]/.test(word)) isWord = false;
      break;
    } else {
      quoted = nested(quoted, character, word, line);
      word += character;
      isWord ||= !/[ \t\r\n]/.test(character);
    }
  }
  if (quoted !== '' || isEscaped) throw unclosed(line);
  if (isWord) words.push(word);
  return words;
}

/** Returns the quoting after a character: backticks and `$(` keep the words in them together. */
function nested<T extends string>(quoted: T, character: string, word: string, line: string): T | '`' | '(' | '' {
  if (character === '`' && (quoted === '' || quoted === '`')) return quoted === '`' ? '' : '`';
  if (character === ')' && (quoted === '' || quoted === '(')) return quoted === '(' ? '' : '(';
  if (character === '(' && (quoted === '' || quoted === '(' || quoted === '`')) {
    if (quoted !== '(' && word.endsWith('$')) return '(';
    throw unclosed(line);
  }
  return quoted;
}

function unclosed(line: string): FormError {
  return new FormError(`is ${quote(line)}, whose quotes or parentheses are not closed: write a list of words`);
}
