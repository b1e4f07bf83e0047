import { secretInHeader, secretsInScript, type SecretInCommand } from './command-secrets';
import { secretIn } from './secret-value';
import { secretNamed } from './secret-name';
import { tokenFormIn } from './token-form';

/** Secret in a text. */
export interface SecretInText {
  /** Name of the key or variable in the text. Undefined if the text as a whole is the secret. */
  readonly name?: string;
  /** Line of the text, from 1. Undefined for a text of one line. */
  readonly line?: number;
  /** Noun phrase for messages, such as `a token of GitHub`. */
  readonly what: string;
}

/** Most secrets that are found in one text. */
const MOST = 100;

/** Files with a program, in which only a quoted text is a value. */
const PROGRAM_FILE =
  /\.(?:py|js|mjs|cjs|ts|tsx|jsx|go|rb|lua|java|groovy|kt|cs|rs|c|h|cpp|php|pl|swift|scala|sql|jsonnet|libsonnet|rego|cue|tpl|tmpl|gotmpl|html?|css|md|adoc|rst)$/i;
const SCRIPT_FILE = /\.(?:sh|bash|zsh|ksh)$/i;
const SHEBANG = /^#!.{0,100}\b(?:sh|bash|ash|dash|zsh|ksh)\b/;

/** Name and value on a line of a configuration file: YAML, TOML, INI, properties, JSON, shell. */
const PAIR =
  /^[ \t]{0,200}(?:(?:export|set|ENV|-)[ \t]{1,8}){0,2}(["']?)(-{0,2}[A-Za-z_$][\w.$@/-]{0,200})\1[ \t]{0,8}(=>|:=|=|:(?=[ \t"']|$))[ \t]{0,8}(.*)$/;

/** Name and value on a line of redis.conf, .netrc and others that separate them with a space. */
const SPACED_PAIR =
  /^[ \t]{0,200}(requirepass|masterauth|password|passwd|secret|token|sentinel auth-pass \S{1,64})[ \t]{1,20}(["']?)([^\s"'=:]{1,1024})\2[ \t\r]*$/;

/** Name and value in JSON on any line, and in a string of JSON. */
const JSON_PAIR = /"([A-Za-z_][\w.$@/-]{0,100})"\s{0,20}:\s{0,20}"((?:[^"\\\n]|\\.){0,4096})"/g;

/** Name and value in XML: `<password>x</password>` and `name="password" value="x"`. */
const XML_PAIR =
  /<([A-Za-z_][\w.-]{0,100})(?: [^<>]{0,200})?>([^<>\n]{1,1024})<\/|name="([\w.-]{1,100})"\s{1,20}value="([^"\n]{1,1024})"/g;

/** Name and value in .npmrc, after the address of a registry. */
const NPM_PAIR = /^\/\/[^\s=]{1,200}:(_\w{1,40})=(\S{1,4096})$/;

/** `auth` of the configuration of a registry client: base64 of `user:password`. */
const REGISTRY_AUTH = /^_?auth$/;

/** Cheap test that most texts without a secret fail. */
const CANDIDATE =
  /pass|pwd|pw["'\s:=]|secret|token|cred|key|bearer|jwt|psk|auth|:\/\/|[\w+/.~=-]{16}|-----|\$\d|IDENTIFIED/i;

/**
 * Returns the secrets in the value of an environment variable. A value may be an address, a list of options or a configuration
 * file. The work is linear in the length of the value.
 */
export function secretsInVariable(name: string, value: string): SecretInText[] {
  const what = secretIn(name, value);
  if (what !== undefined) return [{ what }];
  if (!CANDIDATE.test(value)) return [];
  const header = secretInHeader(value.trim());
  if (header !== undefined) return [withoutWord(header)];
  if (/[\n{<]/.test(value)) return secretsInFile(name, value);
  return distinct(secretsInScript(value).map(withoutWord));
}

/**
 * Returns the secrets in the value of a ConfigMap. A value of several lines is a configuration file, a script or a program, by
 * the extension of its key. The work is linear in the length of the value.
 */
export function secretsInFile(key: string, text: string): SecretInText[] {
  const isScript = SCRIPT_FILE.test(key) || SHEBANG.test(text);
  if (!isScript && !CANDIDATE.test(text) && secretNamed(key) === undefined) return [];
  const whole = text.trim();
  if (!whole.includes('\n') && whole.length <= 4096 && !/^[{[<]/.test(whole)) {
    const what = secretIn(key, whole);
    if (what !== undefined) return [{ what }];
  }
  const found = new Map<string, SecretInText>();
  const add = (secret: SecretInText): void => {
    const id = secret.name ?? '';
    if (found.size < MOST && !found.has(id)) found.set(id, secret);
  };
  const isProgram = PROGRAM_FILE.test(key);
  if (isScript) for (const each of secretsInScript(text)) add({ ...withoutWord(each) });
  text.split('\n').forEach((content, index) => {
    const line = text.includes('\n') ? index + 1 : undefined;
    for (const { name, value, quoted } of isScript ? [] : pairsOf(content)) {
      if (isProgram && !quoted) continue;
      const what = REGISTRY_AUTH.test(name) && isLogin(value) ? 'a password in base64' : secretIn(name, value);
      if (what !== undefined) add({ name, line, what });
    }
  });
  // a private key of several lines, and others that have no name
  const form = tokenFormIn(text);
  if (form !== undefined && ![...found.values()].some(({ what }) => what === form)) add({ what: form });
  return [...found.values()];
}

interface Pair {
  readonly name: string;
  readonly value: string;
  readonly quoted: boolean;
}

function pairsOf(line: string): Pair[] {
  const start = line.trimStart();
  const [, npmName, npmValue = ''] = NPM_PAIR.exec(start.trimEnd()) ?? [];
  if (npmName !== undefined) return [{ name: npmName, value: npmValue, quoted: false }];
  if (start === '' || /^(?:#|\/\/|;|--\s|\*|<!--)/.test(start)) return [];
  const pairs: Pair[] = [];
  if (line.includes('":') || line.includes('" :'))
    for (const [, name = '', value = ''] of line.matchAll(JSON_PAIR)) pairs.push({ name, value, quoted: true });
  if (pairs.length > 0) return pairs;
  if (start.startsWith('<'))
    for (const [, tag, text, name = '', value = ''] of line.matchAll(XML_PAIR))
      pairs.push({ name: tag ?? name, value: text ?? value, quoted: true });
  if (pairs.length > 0) return pairs;
  if (line.length > 10_000) return [];
  const [, , name, , rest = ''] = PAIR.exec(line) ?? [];
  if (name !== undefined) return valueOf(name, rest.trimEnd());
  const [, spaced, quote, value] = SPACED_PAIR.exec(line) ?? [];
  return spaced === undefined || value === undefined
    ? []
    : [{ name: spaced.split(' ')[0] === 'sentinel' ? 'auth-pass' : spaced, value, quoted: quote !== '' }];
}

/** Returns the value after the name on a line: quoted, or one word. More words are a sentence. */
function valueOf(name: string, rest: string): Pair[] {
  const quoted = /^(["'])(.{0,4096}?)\1[,;]?(?:\s+#.*)?$/.exec(rest);
  if (quoted !== null) return [{ name, value: quoted[2] ?? '', quoted: true }];
  const comment = rest.search(/\s#/);
  const plain = (comment === -1 ? rest : rest.slice(0, comment)).trimEnd().replace(/[,;]$/, '');
  if (/^(?:[|>][+-]?\d?|[&*!].*)?$/.test(plain)) return [];
  // a sentence, or an expression of a program
  const isSentence = /\s/.test(plain) && !/^(?:Bearer|Basic) \S+$/i.test(plain) && !plain.includes('://');
  return isSentence ? [] : [{ name, value: plain, quoted: false }];
}

/** True for base64 of `user:password`. */
function isLogin(value: string): boolean {
  if (!/^[A-Za-z0-9+/]{6,}={0,2}$/.test(value)) return false;
  const login = Buffer.from(value, 'base64').toString('latin1');
  return /^[\x20-\x7e]+$/.test(login) && login.indexOf(':') > 0 && !login.endsWith(':');
}

/** Returns the first secret of each name. */
function distinct(secrets: ReadonlyArray<SecretInText>): SecretInText[] {
  const byName = new Map([...secrets].reverse().map((secret) => [secret.name, secret]));
  return [...byName.values()].reverse().slice(0, MOST);
}

function withoutWord({ name, what }: Pick<SecretInCommand, 'name' | 'what'>): SecretInText {
  return name === undefined ? { what } : { name, what };
}
