/** Kind of the secret that a name announces. Some values under a name are not secrets, which depends on the kind. */
export type SecretNoun = 'password' | 'token' | 'secret' | 'credentials' | 'login' | 'key' | 'random-key';

/** Secret that a name announces, with the word before it. */
export interface NamedSecret {
  readonly noun: SecretNoun;
  /** Word before the noun, in lower case, such as `tls` in `server.tlsSecret`. Empty if there is none. */
  readonly qualifier: string;
  /** Words of the name, in lower case. */
  readonly words: ReadonlyArray<string>;
}

/** Longest name that is judged. Longer texts are values. */
const LONGEST_NAME = 256;

/** Cheap test that most names fail. */
const CANDIDATE = /pass|pwd|pw$|secret|token|cred|key|bearer|jwt|psk|auth/i;

/** Nouns at the end of a name. */
const NOUNS: ReadonlyMap<string, SecretNoun> = new Map<string, SecretNoun>([
  ['password', 'password'],
  ['passwords', 'password'],
  ['passwd', 'password'],
  ['passwort', 'password'],
  ['pass', 'password'],
  ['requirepass', 'password'],
  ['pwd', 'password'],
  ['pw', 'password'],
  ['passphrase', 'password'],
  ['passcode', 'password'],
  ['psk', 'password'],
  ['token', 'token'],
  ['tokens', 'token'],
  ['bearer', 'token'],
  ['jwt', 'token'],
  ['secret', 'secret'],
  ['secrets', 'secret'],
  ['credential', 'credentials'],
  ['credentials', 'credentials'],
  ['creds', 'credentials'],
  ['auth', 'login'],
  ['basicauth', 'login'],
  ['apikey', 'key'],
  ['apikeys', 'key'],
  ['accesskey', 'key'],
  ['secretkey', 'key'],
  ['privatekey', 'key'],
  ['accountkey', 'key'],
  ['storagekey', 'key'],
]);

/** Words before `key` that make every value a secret. */
const SECRET_KEYS = new Set(['api', 'access', 'secret', 'private', 'account', 'storage', 'preshared']);

/** Words before `key` that make a value a secret if it looks random. A short value is often the name of a key. */
const RANDOM_KEYS = new Set(
  'app application auth client consumer cookie crypto data db deploy deployment encrypt encryption function hmac host integration jwt license licence master service session shared sign signing ssh subscription tls user webhook writer'.split(
    ' ',
  ),
);

/** Words at the end of a glued name, such as `dbpassword`, longest first. */
const GLUED: ReadonlyArray<string> = [...NOUNS.keys()]
  .filter((noun) => !['pw', 'jwt', 'bearer', 'psk', 'pass', 'auth'].includes(noun))
  .sort((a, b) => b.length - a.length || (a < b ? -1 : 1));

/** Words that end with a noun by chance, and words for something without a secret. */
const OTHER_WORDS = new Set(
  'bypass compass encompass trespass surpass overpass underpass multipass proxypass onepass allpass lowpass highpass bandpass nopass nopasswd nopassword oldpwd'.split(
    ' ',
  ),
);

/** Words before `pass` that make it a verb or a count. */
const NOT_PASSWORDS = new Set(
  'proxy fastcgi uwsgi scgi grpc memcached first second third single multi one two all low high band boarding season'.split(
    ' ',
  ),
);

/** Words after the noun that do not change its meaning. */
const TAILS = new Set(
  'value plain plaintext cleartext text txt current previous prev old new primary secondary prod production dev development staging stage test qa live encoded base64 b64 default initial temp temporary admin root base'.split(
    ' ',
  ),
);

/** Words that say that the text is for everyone, or is shown to users. */
const PUBLIC = new Set(
  'public publishable pub label labels placeholder hint tooltip caption msg i18n l10n locale example'.split(' '),
);

/** Words before the noun that make a setting of it: a switch or a number. */
const SETTINGS = new Set('max min num count total allow disable require enforce skip ignore show hide'.split(' '));

/** Returns the words of a name in lower case: `dbPassword`, `DB_PASSWORD`, `db-password` and `db.password` have the same. */
export function wordsOfName(name: string): string[] {
  return name
    .replace(/([a-z0-9])([A-Z])/g, '$1 $2')
    .replace(/([A-Z])([A-Z][a-z])/g, '$1 $2')
    .toLowerCase()
    .split(/[^a-z0-9]+/)
    .filter((word) => word !== '');
}

/** Returns the secret that a name announces, such as the name of a variable or an option. Undefined if it announces none. */
export function secretNamed(name: string): NamedSecret | undefined {
  if (name.length > LONGEST_NAME || !CANDIDATE.test(name) || name === 'PWD' || name === 'OLDPWD') return undefined;
  const words = wordsOfName(name).map(withoutNumber);
  if (words.some((word) => PUBLIC.has(word))) return undefined;
  const end = endOf(words);
  const last = words[end] ?? '';
  const before = words[end - 1] ?? '';
  if (last === 'key' || last === 'keys') return keyNamed(words, end);
  if (before === 'pass' && ['phrase', 'word', 'code'].includes(last))
    return { noun: 'password', qualifier: words[end - 2] ?? '', words };
  const noun = NOUNS.get(last);
  if (noun !== undefined) {
    if (last === 'pass' && NOT_PASSWORDS.has(before)) return undefined;
    // the name that nodes use to find each other, which etcd calls a token
    if (last === 'token' && before === 'cluster' && words[end - 2] === 'initial') return undefined;
    if (SETTINGS.has(words[0] ?? '') && last.endsWith('s') && last !== 'pass') return undefined;
    return { noun, qualifier: before, words };
  }
  const glued = gluedNoun(last, before);
  return glued && { ...glued, words };
}

/** Returns true if a name is the name of a secret. */
export function isSecretName(name: string): boolean {
  return secretNamed(name) !== undefined;
}

/** Returns the index of the last word that is more than an addition, such as `prod` in `PASSWORD_PROD`. */
function endOf(words: ReadonlyArray<string>): number {
  let end = words.length - 1;
  while (end > 0 && (words[end] === '' || TAILS.has(words[end] ?? ''))) end -= 1;
  return end;
}

function keyNamed(words: ReadonlyArray<string>, end: number): NamedSecret | undefined {
  const before = words[end - 1] ?? '';
  if (SECRET_KEYS.has(before)) return { noun: 'key', qualifier: before, words };
  return RANDOM_KEYS.has(before) ? { noun: 'random-key', qualifier: before, words } : undefined;
}

function gluedNoun(word: string, before: string): Omit<NamedSecret, 'words'> | undefined {
  if (OTHER_WORDS.has(word)) return undefined;
  const noun = GLUED.find((each) => word.endsWith(each));
  if (noun !== undefined) {
    const qualifier = word.slice(0, -noun.length);
    return { noun: NOUNS.get(noun) ?? 'password', qualifier: qualifier === '' ? before : qualifier };
  }
  // a word such as `dbpass`, `userpass` and `smtppass`
  return /^[a-z]{2,12}pass$/.test(word) ? { noun: 'password', qualifier: word.slice(0, -'pass'.length) } : undefined;
}

function withoutNumber(word: string): string {
  return /^(base64|b64|i18n|l10n)$/.test(word) ? word : word.replace(/\d{1,4}$/, '');
}
