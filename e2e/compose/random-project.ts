import { readComposeTexts } from '../../src/compose/reading/read-compose-project';
import { Random } from '../yaml/random';
import { SERVICE_VALUES, WRONG } from './service-values';

/** Files of a random project by name. The first is the main one. */
export interface RandomProject {
  readonly files: Readonly<Record<string, string>>;
  readonly main: ReadonlyArray<string>;
  readonly environment: Readonly<Record<string, string>>;
  readonly profiles: ReadonlyArray<string>;
}

const NAMES = ['web', 'db', 'app-1', 'a.b', 'x_y'];

type Service = Record<string, unknown>;

/** Values of the keys of a service. */
type Values = Readonly<Record<string, ReadonlyArray<unknown>>>;

let readable: Values | undefined;

/** Returns the values that the library accepts in a service. Without them, few projects of many keys would be accepted. */
function readableValues(): Values {
  readable ??= Object.fromEntries(
    Object.entries(SERVICE_VALUES).map(([key, values]) => [key, values.filter((value) => isReadable(key, value))]),
  );
  return readable;
}

function isReadable(key: string, value: unknown): boolean {
  const services = { web: { image: 'nginx', [key]: value }, db: { image: 'nginx' } };
  const text = JSON.stringify({ services, ...elements(new Random(1, 1)) });
  try {
    readComposeTexts([{ file: 'compose.yaml', text }], '/nowhere', {
      environment: { PORT: '80', NUMBER: '3', YES: 'true' },
    });
    return true;
  } catch {
    return key === 'env_file' || key === 'label_file';
  }
}

/** Returns a random project: with every key and form, also with wrong ones, several files, `extends` and `include`. */
export function randomProject(random: Random): RandomProject {
  const wrong = random.chance(0.3) ? 0.15 : 0;
  const values = wrong === 0 ? readableValues() : SERVICE_VALUES;
  const files: Record<string, string> = { 'compose.yaml': '' };
  const names = NAMES.slice(0, 1 + random.below(4));
  const services = Object.fromEntries(names.map((name) => [name, randomService(random, values, names, wrong)]));
  const main = ['compose.yaml'];
  const top: Record<string, unknown> = { services, ...elements(random) };
  if (random.chance(0.1)) top['version'] = random.pick(['2', '2.4', '3', '3.8', 'x']);
  if (random.chance(0.1)) top['name'] = random.pick(['demo', 'De mo', '${NAME:-named}']);
  if (random.chance(wrong)) top[random.pick(['x-more', 'service', 'net', 'x-'])] = random.pick(WRONG);
  if (random.chance(0.25)) extend(random, values, services, names, files);
  if (random.chance(0.15)) include(random, values, top, files, wrong);
  files['compose.yaml'] = written(random, top);
  if (random.chance(0.25)) {
    const changed = Object.fromEntries(
      names.slice(0, 2).map((name) => [name, { ...keysOf(random, values, names, wrong) }]),
    );
    files['override.yaml'] = tagged(random, written(random, { services: changed }));
    main.push('override.yaml');
  }
  files['a.env'] = envFile(random);
  files['b.env'] = envFile(random);
  if (random.chance(0.2)) files['.env'] = envFile(random);
  return {
    files,
    main,
    environment: { A: 'one', EMPTY: '', PORT: '8080', YES: 'true', NUMBER: '3' },
    profiles: random.pick([[], [], ['dev'], ['*']]),
  };
}

function randomService(random: Random, values: Values, names: ReadonlyArray<string>, wrong: number): Service {
  return { image: 'nginx', ...keysOf(random, values, names, wrong) };
}

function keysOf(random: Random, values: Values, names: ReadonlyArray<string>, wrong: number): Service {
  const service: Service = {};
  const keys = Object.keys(values);
  for (let count = 1 + random.below(6); count > 0; count -= 1) {
    const key = random.pick(keys);
    const value = structuredClone(random.pick(values[key]!));
    service[key] = random.chance(wrong) ? random.pick(WRONG) : value;
  }
  if (random.chance(0.2))
    service['depends_on'] = random.pick([
      [random.pick(names)],
      { [random.pick(names)]: { condition: 'service_healthy' } },
    ]);
  if (random.chance(wrong / 3)) service[random.pick(['imag', 'port', 'x-own', 'Volumes'])] = 1;
  return service;
}

function elements(random: Random): Record<string, unknown> {
  const network = random.pick([
    null,
    {},
    { driver: 'bridge', internal: true },
    { external: true, name: 'n' },
    { labels: ['a=b'], driver_opts: { a: 1 } },
  ]);
  const volume = random.pick([
    null,
    {},
    { driver: 'local', driver_opts: { type: 'none', o: 'bind', device: './d' } },
    { external: true },
    { external: { name: 'v' } },
  ]);
  return {
    networks: { front: network, back: { ipam: { driver: 'default', config: [{ subnet: '10.0.0.0/24' }] } } },
    volumes: { data: volume, logs: null },
    secrets: { key: random.pick([{ file: './key' }, { environment: 'A' }, { external: true }]) },
    configs: { conf: random.pick([{ file: './conf' }, { content: 'x=${A}' }, { environment: 'A' }]) },
    models: { llm: { model: 'm' } },
  };
}

function extend(
  random: Random,
  values: Values,
  services: Record<string, Service>,
  names: ReadonlyArray<string>,
  files: Record<string, string>,
): void {
  const service = services[names[0]!]!;
  if (random.chance(0.5)) {
    service['extends'] = random.pick([
      names.at(-1),
      { service: names.at(-1) },
      { service: random.chance(0.9) ? names.at(-1) : 'missing' },
    ]);
    return;
  }
  service['extends'] = {
    file: 'sub/base.yaml',
    service: random.pick(['base', 'base', 'base', 'chained', 'chained', random.chance(0.2) ? 'none' : 'base']),
  };
  const base = keysOf(random, values, ['base'], 0);
  files['sub/base.yaml'] = written(random, {
    services: { base: { image: 'b', ...base }, chained: { extends: 'base', ...keysOf(random, values, ['base'], 0) } },
  });
}

function include(
  random: Random,
  values: Values,
  top: Record<string, unknown>,
  files: Record<string, string>,
  wrong: number,
): void {
  top['include'] = random.pick([
    ['sub/in.yaml'],
    [{ path: ['sub/in.yaml'] }],
    [{ path: 'sub/in.yaml', project_directory: 'sub' }],
    [{ path: 'sub/in.yaml', env_file: 'a.env' }],
  ]);
  files['sub/in.yaml'] = written(random, {
    services: { inner: randomService(random, values, ['inner'], wrong) },
    networks: { front: null, back: null },
    volumes: { data: null, logs: null },
    secrets: { key: { file: './key' } },
    configs: { conf: { file: './conf' } },
    models: { llm: { model: 'm' } },
  });
  files['sub/a.env'] = 'A=sub\n';
  files['sub/b.env'] = 'B=sub\n';
}

const ENV_LINES = [
  'A=1',
  'export B=two words',
  'C="quoted $A"',
  "D='single $A' # comment",
  'E=plain # comment',
  'F: yaml',
  'G=',
  'A',
  '# comment',
  '',
  'H="two\nlines"',
  'I=a#b',
  'J=${A:-x} $$ \\$A',
  'K="esc \\n \\t \\" \\\\ \\$A"',
  "L='it\\'s'",
  ' M = spaced ',
  'N=${MISSING-${A}}',
  'O.P-Q=1',
  'R=ä',
];
const WRONG_ENV_LINES = ['S="open', 'T U=1', 'V$=1', 'W=${X:?needed}', 'Y=${'];

function envFile(random: Random): string {
  const lines = Array.from({ length: random.below(6) }, () =>
    random.pick(random.chance(0.03) ? WRONG_ENV_LINES : ENV_LINES),
  );
  return lines.map((line) => `${line}\n`).join('');
}

/** Writes a value as YAML in block style, or as JSON. */
function written(random: Random, value: unknown): string {
  return random.chance(0.1) ? JSON.stringify(value, undefined, 1) : `${block(value, '')}\n`;
}

function block(value: unknown, indent: string): string {
  if (Array.isArray(value)) {
    if (value.length === 0) return '[]';
    return value.map((item) => `\n${indent}- ${block(item, `${indent}  `).replace(/^\n\s*/, '')}`).join('');
  }
  if (typeof value === 'object' && value !== null) {
    const entries = Object.entries(value);
    if (entries.length === 0) return '{}';
    return entries.map(([key, each]) => `\n${indent}${key}: ${block(each, `${indent}  `)}`).join('');
  }
  return JSON.stringify(value);
}

/** Puts a tag of Compose before some values. */
function tagged(random: Random, text: string): string {
  return text.replace(/^( {4}[a-z_]+:) (?=.|$)/gm, (line) =>
    random.chance(0.15) ? `${line}${random.pick(['!override ', '!reset '])}` : line,
  );
}
