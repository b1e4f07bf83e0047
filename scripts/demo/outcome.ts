import { quote } from '../../src/diagnostics/input-error';

/** The variants, each a Deployment and a Service. */
export const VARIANTS = [
  'hello-root',
  'hello-user',
  'hello-override',
  'armored-hello-user',
  'armored-hello-denied',
] as const;
export type Variant = (typeof VARIANTS)[number];

/** What each variant is asked. */
export const ENDPOINTS = ['/hostname', '/getuser', '/rootfile', '/userfile', '/procfile'] as const;
export type Endpoint = (typeof ENDPOINTS)[number];

const ROOT = 'root, 0, 0';
const NOBODY = 'nobody, 65534, 65534';

/** What each variant may do: user, UID and GID at `/getuser`, else whether the file can be read. */
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

/** What a server answered, or why there is no answer. */
export type Answer = { readonly status: number; readonly body: string } | { readonly failure: string };

/** What an answer shows. */
export interface Outcome {
  /** `ok`, `denied`, a user with UID and GID, or `failed` for all else. */
  readonly word: string;
  /** What failed. */
  readonly detail?: string;
}

export type OutcomeTable = Readonly<Record<Variant, Readonly<Record<Endpoint, Outcome>>>>;

/** A cell that is not as expected. */
export interface Difference {
  readonly variant: Variant;
  readonly endpoint: Endpoint;
  readonly expected: string;
  readonly got: Outcome;
}

const OK: Outcome = { word: 'ok' };

/** The original server says "permission denied" with status 200, and of /proc/cpuinfo that it could not open root.txt. */
const DENIAL = /^unable to open \S+: open \S+: permission denied$/;
const DENIAL_STATUSES: readonly number[] = [403, 200];

/** What a successful body shows; a file of many lines is known by its first. */
const READERS: Readonly<Record<Endpoint, (body: string, variant: Variant) => Outcome | undefined>> = {
  // a pod is named after its Deployment, so that a Service with the wrong pods behind it is seen
  '/hostname': (body, variant) => (firstLine(body).startsWith(`You are querying host ${variant}-`) ? OK : undefined),
  '/getuser': (body) => {
    const [, user, uid, gid] = /^User: (\S+)\nUID: (\d+)\nGID: (\d+)$/.exec(body.trimEnd()) ?? [];
    return user === undefined ? undefined : { word: `${user}, ${uid}, ${gid}` };
  },
  '/rootfile': (body) => (firstLine(body) === 'You have read the root.txt file.' ? OK : undefined),
  '/userfile': (body) => (firstLine(body) === 'You have read the user.txt file.' ? OK : undefined),
  '/procfile': (body) => (firstLine(body).startsWith('processor') ? OK : undefined),
};

/** Judges one answer. */
export function outcomeOf(variant: Variant, endpoint: Endpoint, answer: Answer): Outcome {
  if ('failure' in answer) return { word: 'failed', detail: answer.failure };
  const { status, body } = answer;
  if (DENIAL_STATUSES.includes(status) && DENIAL.test(firstLine(body))) return { word: 'denied' };
  const read = status === 200 ? READERS[endpoint](body, variant) : undefined;
  return read ?? { word: 'failed', detail: `HTTP ${status} ${quote(firstLine(body))}` };
}

function firstLine(body: string): string {
  return body.split(/\r?\n/, 1)[0];
}

/** The cells that are not as expected, in the order of the table. */
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

/** The table as aligned text, a `!` at each cell that is not as expected, and a line below it for each of those. */
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
  const widths = rows[0].map((_, column) => Math.max(...rows.map((row) => row[column].length)));
  const lines = rows.map((row) =>
    row
      .map((text, column) => text.padEnd(widths[column]))
      .join('  ')
      .trimEnd(),
  );
  return [...lines, ...(different.length > 0 ? ['', ...different.map(renderDifference)] : [])].join('\n');
}

function renderDifference({ variant, endpoint, expected, got }: Difference): string {
  return `${variant} ${endpoint}: expected ${expected}, got ${got.word}${got.detail === undefined ? '' : `: ${got.detail}`}`;
}
