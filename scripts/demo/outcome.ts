import { quote } from '../../src/diagnostics/input-error';

/** Variants of the demo. Each is a Deployment and a Service. */
export const VARIANTS = [
  'hello-root',
  'hello-user',
  'hello-override',
  'armored-hello-user',
  'armored-hello-denied',
] as const;
export type Variant = (typeof VARIANTS)[number];

/** Paths that are requested from each variant. */
export const ENDPOINTS = ['/hostname', '/getuser', '/rootfile', '/userfile', '/procfile'] as const;
export type Endpoint = (typeof ENDPOINTS)[number];

const ROOT = 'root, 0, 0';
const NOBODY = 'nobody, 65534, 65534';

/** Expected outcomes: user, UID and GID for `/getuser`, and `ok` or `denied` for the other paths. */
export const EXPECTED: Readonly<Record<Variant, Readonly<Record<Endpoint, string>>>> = {
  'hello-root': { '/hostname': 'ok', '/getuser': ROOT, '/rootfile': 'ok', '/userfile': 'ok', '/procfile': 'ok' },
  'hello-user': { '/hostname': 'ok', '/getuser': NOBODY, '/rootfile': 'denied', '/userfile': 'ok', '/procfile': 'ok' },
  'hello-override': {
    '/hostname': 'ok',
    '/getuser': NOBODY,
    '/rootfile': 'denied',
    '/userfile': 'ok',
    '/procfile': 'ok',
  },
  'armored-hello-user': {
    '/hostname': 'ok',
    '/getuser': NOBODY,
    '/rootfile': 'denied',
    '/userfile': 'ok',
    '/procfile': 'ok',
  },
  'armored-hello-denied': {
    '/hostname': 'ok',
    '/getuser': NOBODY,
    '/rootfile': 'denied',
    '/userfile': 'ok',
    '/procfile': 'denied',
  },
};

/** Answer of a server, or the reason why it did not answer. */
export type Answer = { readonly status: number; readonly body: string } | { readonly failure: string };

/** Answers of one server. */
export type Answers = Readonly<Record<Endpoint, Answer>>;

/** Outcome of a request. */
export interface Outcome {
  /** Outcome in a word: `ok`, `denied`, a user with UID and GID, or `failed`. */
  readonly word: string;
  /** Reason of a failure. */
  readonly detail?: string;
}

export type OutcomeTable = Readonly<Record<Variant, Readonly<Record<Endpoint, Outcome>>>>;

/** Cell with an unexpected outcome. */
export interface Difference {
  readonly variant: Variant;
  readonly endpoint: Endpoint;
  readonly expected: string;
  readonly got: Outcome;
}

const OK: Outcome = { word: 'ok' };

/** Body of a denial. The original server sends it with status 200, and names root.txt even for /proc/cpuinfo. */
const DENIAL = /^unable to open \S+: open \S+: permission denied$/;
const DENIAL_STATUSES: readonly number[] = [403, 200];

/** Readers of a successful body. The first line identifies a file. */
const READERS: Readonly<Record<Endpoint, (body: string, variant: Variant) => Outcome | undefined>> = {
  // the name of a pod starts with the name of its Deployment, so this check finds a Service that selects the wrong pods
  '/hostname': (body, variant) => (firstLine(body).startsWith(`You are querying host ${variant}-`) ? OK : undefined),
  '/getuser': (body) => {
    const [, user, uid, gid] = /^User: (\S+)\nUID: (\d+)\nGID: (\d+)$/.exec(body.trimEnd()) ?? [];
    return user === undefined ? undefined : { word: `${user}, ${uid}, ${gid}` };
  },
  '/rootfile': (body) => (firstLine(body) === 'You have read the root.txt file.' ? OK : undefined),
  '/userfile': (body) => (firstLine(body) === 'You have read the user.txt file.' ? OK : undefined),
  '/procfile': (body) => (firstLine(body).startsWith('processor') ? OK : undefined),
};

/** Returns the outcome of an answer. */
export function outcomeOf(variant: Variant, endpoint: Endpoint, answer: Answer): Outcome {
  if ('failure' in answer) return { word: 'failed', detail: answer.failure };
  const { status, body } = answer;
  if (DENIAL_STATUSES.includes(status) && DENIAL.test(firstLine(body))) return { word: 'denied' };
  const read = status === 200 ? READERS[endpoint](body, variant) : undefined;
  return read ?? { word: 'failed', detail: `HTTP ${status} ${quote(firstLine(body))}` };
}

function firstLine(body: string): string {
  return body.replace(/\r?\n[^]*/, '');
}

/** Returns the cells with an unexpected outcome, in the order of the table. */
export function differences(table: OutcomeTable): Difference[] {
  return VARIANTS.flatMap((variant) =>
    ENDPOINTS.map((endpoint) => ({
      variant,
      endpoint,
      expected: EXPECTED[variant][endpoint],
      got: table[variant][endpoint],
    })),
  ).filter(({ expected, got }) => got.word !== expected);
}

/** Returns the table as aligned text. Each unexpected cell has a `!`, and a line below the table. */
export function renderOutcomes(table: OutcomeTable): string {
  const different = differences(table);
  const cell = (variant: Variant, endpoint: Endpoint): string => {
    const mark = different.some((d) => d.variant === variant && d.endpoint === endpoint) ? ' !' : '';
    return table[variant][endpoint].word + mark;
  };
  const rows = [
    ['variant', ...ENDPOINTS],
    ...VARIANTS.map((variant) => [variant, ...ENDPOINTS.map((e) => cell(variant, e))]),
  ];
  const widths = rows[0]!.map((_, column) => Math.max(...rows.map((row) => row[column]!.length)));
  const lines = rows.map((row) =>
    row
      .map((text, column) => text.padEnd(widths[column]!))
      .join('  ')
      .trimEnd(),
  );
  return [...lines, ...(different.length > 0 ? ['', ...different.map(renderDifference)] : [])].join('\n');
}

function renderDifference({ variant, endpoint, expected, got }: Difference): string {
  return `${variant} ${endpoint}: expected ${expected}, got ${got.word}${got.detail === undefined ? '' : `: ${got.detail}`}`;
}
