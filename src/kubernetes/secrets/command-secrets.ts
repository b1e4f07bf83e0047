import { isPlaceholder } from './placeholder';
import { isSecretName } from './secret-name';
import { isSecretReference } from './secret-reference';
import { secretIn } from './secret-value';
import { shellCommands } from './shell-words';
import { tokenFormIn } from './token-form';

/** Secret in a command. */
export interface SecretInCommand {
  /** Index of the word that contains it. */
  readonly word: number;
  /** Name of the option or variable. Undefined if the word has none. */
  readonly name?: string;
  /** Noun phrase for messages, such as `a token of GitHub`. */
  readonly what: string;
}

/** Programs with an option whose value is a password, but whose name does not say so. */
interface Program {
  /** Word that the command must contain: `docker login`. @default - none */
  readonly only?: string;
  /** Options with the password as the next word, or in the same word after the option. */
  readonly password?: ReadonlyArray<string>;
  /** Options with the password in the same word only: `mysql -phunter2`. */
  readonly attached?: ReadonlyArray<string>;
  /** Options with `user:password`, or `user%password`. */
  readonly login?: ReadonlyArray<string>;
  /** Options that have the name of a secret, but no value. */
  readonly switches?: ReadonlyArray<string>;
  /** Positions of words that are passwords, after a word such as `add_user`. Options do not count. */
  readonly positions?: Readonly<Record<string, number>>;
}

const MYSQL: Program = { attached: ['-p'], switches: ['--password'] };
const POSTGRES: Program = { switches: ['--password', '--no-password', '-W'] };
const MONGO: Program = { password: ['-p'] };
const REDIS: Program = { password: ['-a', '--pass', '--requirepass', '--masterauth'] };
const LOGIN: Program = { only: 'login', password: ['-p'] };
const LDAP: Program = { password: ['-w'] };

const PROGRAMS: ReadonlyMap<string, Program> = new Map<string, Program>([
  ...[
    'mysql',
    'mysqldump',
    'mysqladmin',
    'mysqlcheck',
    'mysqlimport',
    'mysqlshow',
    'mariadb',
    'mariadb-dump',
    'mariadb-admin',
  ].map((name): [string, Program] => [name, MYSQL]),
  ...[
    'psql',
    'pg_dump',
    'pg_dumpall',
    'pg_restore',
    'pg_basebackup',
    'pg_isready',
    'createdb',
    'createuser',
    'dropdb',
  ].map((name): [string, Program] => [name, POSTGRES]),
  ...['mongo', 'mongosh', 'mongodump', 'mongorestore', 'mongoexport'].map((name): [string, Program] => [name, MONGO]),
  ...['redis-cli', 'redis-server', 'valkey-cli', 'valkey-server', 'keydb-cli', 'redis-benchmark'].map(
    (name): [string, Program] => [name, REDIS],
  ),
  ...['docker', 'podman', 'skopeo', 'crane', 'buildah', 'nerdctl', 'helm', 'oras', 'az'].map(
    (name): [string, Program] => [name, LOGIN],
  ),
  ...['ldapsearch', 'ldapadd', 'ldapmodify', 'ldapwhoami', 'ldappasswd', 'ldapdelete'].map(
    (name): [string, Program] => [name, LDAP],
  ),
  ['curl', { login: ['-u', '--user', '-U', '--proxy-user'] }],
  ['http', { login: ['-a', '--auth'] }],
  ['sshpass', { password: ['-p'] }],
  ['sqlcmd', { password: ['-P'] }],
  ['cqlsh', { password: ['-p'] }],
  ['influx', { password: ['-t', '-p'] }],
  ['mosquitto_pub', { password: ['-P', '--pw'] }],
  ['mosquitto_sub', { password: ['-P', '--pw'] }],
  ['smbclient', { login: ['-U', '--user'] }],
  ['zip', { password: ['-P'] }],
  ['unzip', { password: ['-P'] }],
  ['openssl', { password: ['-passin', '-passout', '-pass', '-k'] }],
  ['rabbitmqctl', { positions: { add_user: 2, change_password: 2, authenticate_user: 2 } }],
  [
    'htpasswd',
    {
      positions: {
        '-b': 3,
        '-bc': 3,
        '-cb': 3,
        '-Bb': 3,
        '-bB': 3,
        '-bn': 2,
        '-nb': 2,
        '-Bbn': 2,
        '-nbB': 2,
        '-bnB': 2,
        '-cBb': 3,
        '-Bbc': 3,
      },
    },
  ],
  ['mc', { positions: { set: 4, add: 4 } }],
  ['vault', { positions: { login: 1 } }],
]);

/** Programs that run the rest of the words as a command. */
const WRAPPERS = new Set(
  'env exec sudo doas su-exec gosu nohup time timeout nice ionice setsid chroot tini dumb-init catatonit stdbuf xargs watch busybox command export set local declare readonly typeset then do else if while'.split(
    ' ',
  ),
);
const SHELL = /(?:^|\/)(?:sh|bash|ash|dash|zsh|ksh|su|busybox)$/;
const SCRIPT_OPTION = /^-[a-z]{0,5}c$/;

/** Header of HTTP with credentials. */
const HEADER =
  /^(?:authorization|proxy-authorization|(?:x-)?[a-z-]{0,40}(?:token|api-?key|secret|password|auth-key)): ?(?:(?:bearer|basic|token|apikey|digest|splunk) +)?(.{1,4096})$/i;

/** Option or variable with its value in the same word: `--password=x`, `-Ddb.password=x`, `PASSWORD=x`, `--set=db.password=x`. */
const ASSIGNMENT = /^(-{0,2})([A-Za-z_][\w.[\]/-]{0,255})[:]?=([^]*)$/;
const OPTION = /^--?[A-Za-z][\w.-]{0,255}$/;

/** Deepest script in a script. */
const DEEPEST = 3;

/** Cheap test that most words without a secret fail. */
const CANDIDATE =
  /pass|pwd|pw\b|secret|token|cred|key|bearer|jwt|psk|auth|-[apuwPUWkt]|:\/\/|add_user|login|set|\w{12}|-----|\$/i;

/** Returns the secrets in a command, one for each word at most. The work is linear in the length of the words. */
export function secretsInCommand(words: ReadonlyArray<unknown>): SecretInCommand[] {
  const texts = words.map((word) => (typeof word === 'string' ? word : ''));
  return texts.some((word) => CANDIDATE.test(word)) ? inWords(texts, 0) : [];
}

/** Returns the secrets in a script of a shell, without their words. */
export function secretsInScript(script: string): Omit<SecretInCommand, 'word'>[] {
  return CANDIDATE.test(script) ? inScript(script, 0) : [];
}

function inScript(script: string, depth: number): Omit<SecretInCommand, 'word'>[] {
  return shellCommands(script).flatMap((words) => inWords(words, depth));
}

function inWords(words: ReadonlyArray<string>, depth: number): SecretInCommand[] {
  const found: SecretInCommand[] = [];
  const program = programOf(words);
  words.forEach((word, index) => {
    const before = words[index - 1];
    const each =
      inOption(word, depth) ??
      (before === undefined ? undefined : afterOption(before, word, program)) ??
      inScriptWord(word, before, depth) ??
      ofWhole(word);
    if (each !== undefined) found.push({ word: index, ...each });
  });
  for (const each of atPositions(words, program)) if (!found.some(({ word }) => word === each.word)) found.push(each);
  return found.sort((a, b) => a.word - b.word);
}

/** Returns the options of the first known program of a command. */
function programOf(words: ReadonlyArray<string>): Program {
  for (const word of words.slice(0, 8)) {
    const name = baseName(word);
    const program = PROGRAMS.get(name);
    if (program !== undefined) return program.only === undefined || words.includes(program.only) ? program : {};
    if (!WRAPPERS.has(name) && !word.startsWith('-') && !word.includes('=') && !SHELL.test(word)) break;
  }
  return {};
}

function baseName(word: string): string {
  return word.slice(word.lastIndexOf('/') + 1);
}

/** Secret in a word. */
export type Found = Omit<SecretInCommand, 'word'> | undefined;

/** Secret in a word with a name: `--password=x`. */
function inOption(word: string, depth: number): Found {
  const [, dashes = '', rawName = '', value = ''] = ASSIGNMENT.exec(word) ?? [];
  if (rawName === '') return undefined;
  const name = dashes === '-' ? rawName.replace(/^D(?=[a-z])/, '') : rawName;
  const what = secretIn(name, unquoted(value));
  if (what !== undefined) return { name: dashes === '' || name !== rawName ? name : `${dashes}${name}`, what };
  // `--set a.password=x,b=y`, `--env=PASSWORD=x`, `--header=Authorization: Bearer x`
  if (!/[=:]/.test(value) || depth > DEEPEST) return undefined;
  return firstOf(value.split(','), (part) => inOption(part.trim(), DEEPEST + 1) ?? secretInHeader(part));
}

/** Secret in the word after an option: `--password x`, `-a x`. */
function afterOption(option: string, word: string, program: Program): Found {
  const { password = [], attached = [], login = [], switches = [] } = program;
  for (const each of [...password, ...attached]) {
    const value = word.startsWith(each) && !each.startsWith('--') && each.length === 2 ? word.slice(2) : '';
    if (value !== '' && !/^[=-]/.test(value) && isLiteral(value)) return { name: each, what: 'a password' };
  }
  for (const each of login) {
    const value = each.length === 2 && word.startsWith(each) ? word.slice(2) : '';
    if (value !== '' && isLogin(value)) return { name: each, what: 'a password' };
  }
  if (!option.startsWith('-') || word.startsWith('--')) return undefined;
  if (login.includes(option)) return isLogin(word) ? { name: option, what: 'a password' } : undefined;
  if (password.includes(option)) return isLiteral(word) ? { name: option, what: 'a password' } : undefined;
  if (!OPTION.test(option) || switches.includes(option) || word.startsWith('-')) return undefined;
  const what = isSecretName(option) ? secretIn(option.replace(/^-+/, ''), word) : undefined;
  return what === undefined ? undefined : { name: option, what };
}

/** Secret in a word that is a script, or contains several words. */
function inScriptWord(word: string, before: string | undefined, depth: number): Found {
  if (depth >= DEEPEST || !/\s/.test(word)) return undefined;
  const header = secretInHeader(word);
  if (header !== undefined) return header;
  const isScript = before !== undefined && SCRIPT_OPTION.test(before);
  if (!isScript && !/[=\n;]|(?:^|\s)-/.test(word)) return undefined;
  return inScript(word, depth + 1)[0];
}

function ofWhole(word: string): Found {
  const header = secretInHeader(word);
  if (header !== undefined) return header;
  const what = tokenFormIn(word);
  return what === undefined ? undefined : { what };
}

/** Returns the secret in a header of HTTP, such as `Authorization: Bearer x`. */
export function secretInHeader(text: string): Found {
  const value = text.includes(':') ? HEADER.exec(text)?.[1] : undefined;
  if (value === undefined || !isLiteral(value) || value.length < 4) return undefined;
  return { name: text.slice(0, text.indexOf(':')), what: 'the credentials of a request' };
}

/** Secrets at a fixed position of a program. */
function atPositions(words: ReadonlyArray<string>, { positions }: Program): SecretInCommand[] {
  if (positions === undefined) return [];
  const found: SecretInCommand[] = [];
  for (const [command, position] of Object.entries(positions)) {
    const start = words.indexOf(command);
    if (start === -1) continue;
    const plain = words.flatMap((word, index) => (index > start && !word.startsWith('-') ? [{ word, index }] : []));
    const at = plain[position - 1];
    if (at !== undefined && isLiteral(at.word) && !at.word.includes('='))
      found.push({ word: at.index, name: command, what: 'a password' });
  }
  return found;
}

/** True for `user:password` and `user%password` with a literal password. */
function isLogin(word: string): boolean {
  const password = /^[^:%]{0,128}[:%]([^]+)$/.exec(word)?.[1];
  return password !== undefined && isLiteral(password);
}

function isLiteral(text: string): boolean {
  const value = unquoted(text.trim()).replace(/^pass:/, '');
  return value !== '' && !value.startsWith('$') && value !== '-' && !isPlaceholder(value) && !isSecretReference(value);
}

function unquoted(text: string): string {
  return /^(["']).*\1$/s.test(text) && text.length > 1 ? text.slice(1, -1) : text;
}

function firstOf<T, R>(items: ReadonlyArray<T>, of: (item: T) => R | undefined): R | undefined {
  for (const item of items) {
    const result = of(item);
    if (result !== undefined) return result;
  }
  return undefined;
}
