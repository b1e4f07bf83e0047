/** Form of a text that is a secret under any name. */
export interface TokenForm {
  /** Noun phrase for messages, such as `a token of GitHub`. It names the form, never the text. */
  readonly what: string;
  /** Regular expression that finds it in a text, case-sensitive. Each repetition has a limit, or starts where the one before ended. */
  readonly pattern: string;
  /** Text with this form. It is a secret of nobody. */
  readonly example: string;
}

/** Start of a word, so that the search does not start again inside of it. */
const START = '(?<![A-Za-z0-9_-])';

/** Returns a text without meaning, for an example. */
function filler(length: number, alphabet = 'a1B2c3D4e5F6g7H8'): string {
  return alphabet.repeat(Math.ceil(length / alphabet.length)).slice(0, length);
}

const HEX = '0a1b2c3d4e5f6789';

function prefixed(what: string, prefix: string, body: string, exampleOf: string): TokenForm {
  return { what, pattern: `${START}${prefix}${body}`, example: exampleOf };
}

/** Base64 of the start of a private key in PEM. */
const ENCODED_KEYS = [
  'PRIVATE',
  'RSA PRIVATE',
  'EC PRIVATE',
  'DSA PRIVATE',
  'OPENSSH PRIVATE',
  'ENCRYPTED PRIVATE',
].map((kind) => Buffer.from(`-----BEGIN ${kind} KEY`).toString('base64').slice(0, -4).replace(/[+]/g, '\\+'));

/** Forms of secrets that are recognised in every text, in the order in which they are looked for. */
export const TOKEN_FORMS: ReadonlyArray<TokenForm> = [
  {
    what: 'a private key',
    pattern: '-----BEGIN [A-Z0-9 ]{0,30}PRIVATE KEY|PuTTY-User-Key-File-\\d',
    example: '-----BEGIN EC PRIVATE KEY-----',
  },
  {
    what: 'a private key in base64',
    pattern: `(?:${ENCODED_KEYS.join('|')})`,
    example: Buffer.from('-----BEGIN RSA PRIVATE KEY-----\nMIIE').toString('base64'),
  },
  prefixed('a key of age', 'AGE-SECRET-KEY-', '(?:PQ-)?1[0-9A-Z]{20}', `AGE-SECRET-KEY-1${filler(58, 'QPZRY9X8')}`),
  {
    what: 'a password in a URL',
    pattern: '[a-z0-9]://[^\\s:/@?#\'"<>]{0,256}:(?![$<{*[]|%\\(|%[A-Z_]{3,40}%)[^\\s/@\'"<>]{1,256}@(?=[^\\s@])',
    example: 'postgres://app:hunter2@db.example/app',
  },
  {
    what: 'a password in an address',
    pattern: `${START}[A-Za-z0-9_.-]{1,64}:(?![$<{*[])[^\\s/@:'"<>]{1,256}@(?:tcp|udp|unix)\\(`,
    example: 'app:hunter2@tcp(db.example:3306)/app',
  },
  prefixed('an access key of AWS', '(?:AKIA|ASIA)', '[0-9A-Z]{16}(?![0-9A-Za-z])', `AKIA${filler(16, 'A1B2C3D4')}`),
  prefixed('a token of GitHub', 'gh[pousr]_', '[A-Za-z0-9]{36}', `ghp_${filler(36)}`),
  prefixed('a token of GitHub', 'github_pat_', '[A-Za-z0-9_]{22}', `github_pat_${filler(60)}`),
  prefixed(
    'a token of GitLab',
    'gl(?:pat|dt|rt|cbt|ptt|ft|soat|imt|agent)-',
    '[A-Za-z0-9_-]{20}',
    `glpat-${filler(20)}`,
  ),
  prefixed('a token of Slack', 'xox[abeoprs]-', '[A-Za-z0-9_-]{8}', `xoxb-${filler(24)}`),
  prefixed('a token of Slack', 'xapp-\\d-', '[A-Za-z0-9-]{10}', `xapp-1-${filler(24)}`),
  {
    what: 'the address of a webhook',
    pattern:
      'hooks\\.slack\\.com/(?:services|workflows)/[A-Z0-9]{6,20}/[A-Z0-9]{6,20}/[A-Za-z0-9]{16}|discord(?:app)?\\.com/api/webhooks/\\d{10,24}/[\\w-]{40}',
    example: `https://hooks.slack.com/services/T0A1B2C3D/B0A1B2C3D/${filler(24)}`,
  },
  prefixed('a key of Stripe', '(?:sk|rk)_(?:live|test)_', '[A-Za-z0-9]{16}', `sk_live_${filler(24)}`),
  prefixed('a webhook secret', 'whsec_', '[A-Za-z0-9+/]{20}', `whsec_${filler(32)}`),
  prefixed('a key of Google', 'AIza', '[A-Za-z0-9_-]{35}', `AIza${filler(35)}`),
  prefixed('a token of Google', 'ya29\\.', '[A-Za-z0-9_-]{20}', `ya29.${filler(40)}`),
  prefixed('a secret of Google', 'GOCSPX-', '[A-Za-z0-9_-]{24}', `GOCSPX-${filler(28)}`),
  {
    what: 'a key of Azure',
    pattern:
      '\\b(?:AccountKey|SharedAccessKey|SharedSecretKey)=[A-Za-z0-9+/]{32}|[?&]sig=[A-Za-z0-9%+/]{20}|(?<![A-Za-z0-9_~.-])[A-Za-z0-9_~.-]{3}[78]Q~[A-Za-z0-9_~.-]{31}',
    example: `AccountName=a;AccountKey=${filler(86)}==`,
  },
  {
    what: 'a JSON Web Token',
    pattern: `${START}eyJ[A-Za-z0-9_-]{8,}\\.eyJ|${START}eyJhbGciO`,
    example: `eyJ${filler(20)}.eyJ${filler(20)}.${filler(20)}`,
  },
  {
    what: 'a hash of a password',
    pattern:
      '\\${1,2}2[abxy]?\\${1,2}\\d\\d\\${1,2}[./A-Za-z0-9]{53}|\\$apr1\\$[^\\s$]{1,8}\\$[./A-Za-z0-9]{22}|\\$[156y]\\$(?:rounds=\\d{1,9}\\$|[./A-Za-z0-9]{1,3}\\$)?[./A-Za-z0-9]{1,32}\\$[./A-Za-z0-9]{22}|\\{S?SHA(?:256|512)?\\}[A-Za-z0-9+/]{27}|\\$argon2(?:id|i|d)\\$v=|pbkdf2_sha256\\$\\d|\\$pbkdf2-sha\\d{1,3}\\$\\d',
    example: `$2y$10$${filler(53)}`,
  },
  prefixed('a token of npm', 'npm_', '[A-Za-z0-9]{36}', `npm_${filler(36)}`),
  prefixed('a token of PyPI', 'pypi-', 'A[A-Za-z0-9_-]{16}', `pypi-AgEIcHlwaS5vcmc${filler(40)}`),
  prefixed('a key of RubyGems', 'rubygems_', '[0-9a-f]{48}', `rubygems_${filler(48, HEX)}`),
  prefixed('a token of Docker', 'dckr_(?:pat|oat)_', '[A-Za-z0-9_-]{20}', `dckr_pat_${filler(27)}`),
  prefixed('a key of SendGrid', 'SG\\.', '[A-Za-z0-9_-]{16,32}\\.[A-Za-z0-9_-]{16}', `SG.${filler(22)}.${filler(43)}`),
  prefixed('a key of Twilio', 'SK', '[0-9a-f]{32}(?![0-9A-Za-z])', `SK${filler(32, HEX)}`),
  prefixed('a key of Mailgun', 'key-', '[0-9a-f]{32}(?![0-9A-Za-z])', `key-${filler(32, HEX)}`),
  prefixed('a token of Vault', 'hv[bsr]\\.', '[A-Za-z0-9_-]{20}', `hvs.${filler(90)}`),
  prefixed(
    'a token of Terraform',
    '[A-Za-z0-9]{14}\\.atlasv1\\.',
    '[A-Za-z0-9_=-]{40}',
    `${filler(14)}.atlasv1.${filler(67)}`,
  ),
  prefixed('a token of DigitalOcean', 'do[opr]_v1_', '[0-9a-f]{64}', `dop_v1_${filler(64, HEX)}`),
  prefixed('a token of Databricks', 'dapi', '[0-9a-f]{32}(?![0-9A-Za-z])', `dapi${filler(32, HEX)}`),
  prefixed('a token of Grafana', 'glsa_', '[A-Za-z0-9]{32}_[0-9a-f]{8}', `glsa_${filler(32)}_${filler(8, HEX)}`),
  prefixed('a token of Grafana', 'glc_', 'eyJ[A-Za-z0-9+/]{20}', `glc_eyJ${filler(60)}`),
  prefixed(
    'a key of a model service',
    'sk-(?:proj-|ant-|svcacct-|admin-|or-v1-)?',
    '[A-Za-z0-9_-]{32}',
    `sk-proj-${filler(48)}`,
  ),
  prefixed('a token of Hugging Face', 'hf_', '[A-Za-z0-9]{30}', `hf_${filler(34)}`),
  prefixed('a token of Shopify', 'shp(?:at|ca|pa|ss)_', '[0-9a-fA-F]{32}', `shpat_${filler(32, HEX)}`),
  prefixed('a key of New Relic', 'NRAK-', '[A-Z0-9]{27}', `NRAK-${filler(27, 'A1B2C3D4')}`),
  prefixed('a bot token of Telegram', '\\d{8,10}:AA', '[A-Za-z0-9_-]{33}', `1234567890:AA${filler(33)}`),
  prefixed(
    'a key of Tailscale',
    'tskey-',
    '(?:auth-|api-|client-|webhook-)?[A-Za-z0-9]{10}',
    `tskey-auth-${filler(24)}`,
  ),
  prefixed('a token of Linear', 'lin_api_', '[A-Za-z0-9]{32}', `lin_api_${filler(40)}`),
  prefixed('a token of Doppler', 'dp\\.(?:pt|st|sa|ct|scim|audit)\\.', '[A-Za-z0-9_.-]{32}', `dp.pt.${filler(43)}`),
  prefixed('a token of Pulumi', 'pul-', '[0-9a-f]{40}', `pul-${filler(40, HEX)}`),
  prefixed('a token of PlanetScale', 'pscale_(?:tkn|pw|oauth)_', '[A-Za-z0-9_.-]{32}', `pscale_tkn_${filler(43)}`),
  prefixed('a token of Sentry', 'sntry[su]_', '[A-Za-z0-9+/=_]{32}', `sntryu_${filler(64, HEX)}`),
  prefixed('a token of Atlassian', 'AT(?:ATT3|BB|CTT3)', '[A-Za-z0-9_=-]{28}', `ATATT3${filler(60)}`),
  prefixed('a token of Artifactory', 'AKCp', '[A-Za-z0-9]{60}', `AKCp${filler(69)}`),
  prefixed('a token of Postman', 'PMAK-', '[0-9a-f]{24}-[0-9a-f]{34}', `PMAK-${filler(24, HEX)}-${filler(34, HEX)}`),
  prefixed('a token of Supabase', 'sbp_', '[0-9a-f]{40}', `sbp_${filler(40, HEX)}`),
  prefixed('a token of Fly.io', '(?:fm2|fo1)_', '[A-Za-z0-9+/=_-]{32}', `fo1_${filler(43)}`),
  prefixed('a token of k3s', 'K10[0-9a-f]{64}::', '[^\\s]', `K10${filler(64, HEX)}::server:abc`),
  {
    what: 'a password in SQL',
    pattern:
      "(?:\\b[Ii][Dd][Ee][Nn][Tt][Ii][Ff][Ii][Ee][Dd] (?:[Ww][Ii][Tt][Hh] \\w{1,40} )?[Bb][Yy]|\\b[Pp][Aa][Ss][Ss][Ww][Oo][Rr][Dd]) '(?![$<{:%]|')[^'\\s]",
    example: "CREATE USER app IDENTIFIED BY 'hunter2'",
  },
];

const ANY = new RegExp(TOKEN_FORMS.map(({ pattern }) => pattern).join('|'), 'g');
const EACH = TOKEN_FORMS.map(({ what, pattern }) => ({ what, pattern: new RegExp(`^(?:${pattern})`) }));

/** Cheap test that most texts fail: every form has one of these, or is a run of characters. */
const CANDIDATE = /:\/\/|-----|[$@'}]/;
/** Run of characters of a token. A token also has a digit, or is a key of AWS. */
const RUN = /[\w+/-]{12}/;

/** Returns what kind of secret a text contains, whatever its name is. Undefined if it contains none. The work is linear. */
export function tokenFormIn(text: string): string | undefined {
  if (!CANDIDATE.test(text) && !(/\d|A[KS]IA/.test(text) && RUN.test(text))) return undefined;
  for (const match of text.matchAll(ANY)) {
    const found = match[0];
    if (isFiller(found)) continue;
    // the same text may need what is around it
    return EACH.find(({ pattern }) => pattern.test(text.slice(match.index, match.index + 600)))?.what ?? 'a secret';
  }
  return undefined;
}

/** True for a text that stands for a secret: `ghp_xxxxxxxx…`, `postgres://user:xxxx@…`. */
function isFiller(found: string): boolean {
  const body = /:([^:@]*)@$/.exec(found)?.[1] ?? found.slice(-12);
  return /^(.)\1{2,}$/.test(body) || isPlaceholderWord(body);
}

function isPlaceholderWord(text: string): boolean {
  return /^\[?(redacted|masked|hidden|removed|placeholder)\]?$/i.test(text);
}
