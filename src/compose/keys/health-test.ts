import { isIP } from 'node:net';
import { secretsInCommand, secretsInScript } from '../../kubernetes/secrets/command-secrets';

/** HTTP request that a health check sends to its own container. */
export interface HttpCheck {
  readonly path: string;
  readonly port: number;
}

/** Options of curl that do not change the request or its result, with `true` for those that have a value. */
const CURL: ReadonlyMap<string, boolean> = new Map([
  ['-f', false],
  ['--fail', false],
  ['-s', false],
  ['--silent', false],
  ['-S', false],
  ['--show-error', false],
  ['-o', true],
  ['--output', true],
  ['-m', true],
  ['--max-time', true],
  ['--connect-timeout', true],
]);

/** Options of wget that do not change the request or its result, with `true` for those that have a value. */
const WGET: ReadonlyMap<string, boolean> = new Map([
  ['-q', false],
  ['--quiet', false],
  ['-nv', false],
  ['--no-verbose', false],
  ['-O', true],
  ['--output-document', true],
  ['-t', true],
  ['--tries', true],
  ['-T', true],
  ['--timeout', true],
]);

/** Returns the words of a test with a secret, by their indexes. */
export function secretsInTest(test: ReadonlyArray<unknown>): number[] {
  const [kind, ...words] = test;
  if (kind === 'CMD-SHELL')
    return words.flatMap((word, i) => (typeof word === 'string' && secretsInScript(word).length > 0 ? [i + 1] : []));
  return secretsInCommand(words).map(({ word }) => word + 1);
}

/** Words of a command line that needs no shell. Undefined if a shell would change it. */
export function plainWords(line: string): string[] | undefined {
  const [command = '', otherwise, ...more] = line.split('||');
  // a failed check has status 1 anyway
  if (more.length > 0 || (otherwise !== undefined && otherwise.trim() !== 'exit 1')) return undefined;
  const text = command.trim();
  if (/[|&;<>()$`\\"'*#~{}\n]/.test(text)) return undefined;
  return text.split(/\s+/);
}

/**
 * Returns the request of a check that is `curl -f` or `wget` of an address of the container itself, so that the kubelet can send
 * it. Undefined for another command, or an option that changes the request.
 */
export function httpCheckOf(words: ReadonlyArray<string>): HttpCheck | undefined {
  const [program = '', ...rest] = words;
  const name = program.slice(program.lastIndexOf('/') + 1);
  if (name !== 'curl' && name !== 'wget') return undefined;
  const { urls, options } = argumentsOf(rest, name === 'curl' ? CURL : WGET);
  const [url] = urls;
  if (url === undefined || urls.length > 1 || options === undefined) return undefined;
  // without -f, curl succeeds with every status
  if (name === 'curl' && !options.has('-f') && !options.has('--fail')) return undefined;
  return ownAddress(url);
}

function argumentsOf(
  words: ReadonlyArray<string>,
  known: ReadonlyMap<string, boolean>,
): { urls: string[]; options: ReadonlySet<string> | undefined } {
  const urls: string[] = [];
  const options = new Set<string>();
  for (let i = 0; i < words.length; i += 1) {
    const word = words[i] ?? '';
    const [option = '', value] = word.startsWith('--') ? word.split('=', 2) : [word];
    if (!word.startsWith('-')) urls.push(word);
    else if (known.has(option)) {
      options.add(option);
      if (known.get(option) === true && value === undefined) i += 1;
    } else if (!word.startsWith('--')) {
      // letters in one word, such as -fsS or -qO-: the first that has a value takes the rest of the word, or the next one
      const letters = [...word.slice(1)].map((letter) => `-${letter}`);
      const valued = letters.findIndex((letter) => known.get(letter) === true);
      const flags = valued < 0 ? letters : letters.slice(0, valued + 1);
      if (flags.some((letter) => !known.has(letter))) return { urls, options: undefined };
      for (const letter of flags) options.add(letter);
      if (valued === letters.length - 1) i += 1;
    } else return { urls, options: undefined };
  }
  return { urls, options };
}

function ownAddress(text: string): HttpCheck | undefined {
  let url: URL;
  try {
    url = new URL(text.includes('://') ? text : `http://${text}`);
  } catch {
    return undefined;
  }
  const host = url.hostname.replace(/^\[|\]$/g, '');
  const isOwn = host === 'localhost' || (isIP(host) === 4 && host.startsWith('127.')) || host === '::1';
  if (url.protocol !== 'http:' || !isOwn || url.username !== '' || url.hash !== '') return undefined;
  return { path: url.pathname + url.search, port: url.port === '' ? 80 : Number(url.port) };
}
