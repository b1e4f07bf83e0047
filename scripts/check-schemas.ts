/**
 * Validates every generated manifest strictly against the schemas of the Kubernetes that it is written for.
 *
 * `schema-targets.json` names that Kubernetes: a file, or a folder with a slash at its end, to a version; the longest
 * match counts. Custom resources are checked against `crds/`. The table of apiVersions is checked against the same schemas.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { API_VERSIONS } from '../src/kubernetes/features';
import { check } from './lib/check';
import { command } from './lib/command';
import { pythonWith, SCHEMAS } from './lib/kubernetes-validate';
import { manifestFiles, objectsOf, ROOT } from './lib/repository';

interface Candidate {
  /** Name of the object in the report. */
  readonly subject: string;
  readonly target: string;
  readonly object: Record<string, unknown>;
}

/** The releases of PyPI's kubernetes-validate that carry the schemas: the newest Kubernetes of each, and its lock file. */
const VALIDATORS = [
  { newestMinor: 24, requirements: 'kubernetes-1.10-to-1.24.txt' },
  { newestMinor: 37, requirements: 'kubernetes-1.25-to-1.37.txt' },
];

const pod = (container: object): Record<string, unknown> => ({
  apiVersion: 'v1',
  kind: 'Pod',
  metadata: { name: 'p' },
  spec: { containers: [{ name: 'c', image: 'i', ...container }] },
});

/** Objects that must be rejected; otherwise this check proves nothing. */
const REFUSED: Candidate[] = [
  { subject: 'an unknown field', target: '1.30', object: pod({ securityContexts: {} }) },
  { subject: 'an unknown field, old schemas', target: '1.13', object: pod({ securityContexts: {} }) },
  { subject: 'a wrong type', target: '1.30', object: pod({ securityContext: { runAsUser: '10001' } }) },
  { subject: 'a wrong type, old schemas', target: '1.13', object: pod({ securityContext: { runAsUser: '10001' } }) },
  {
    subject: 'appArmorProfile before 1.30',
    target: '1.27',
    object: pod({ securityContext: { appArmorProfile: { type: 'RuntimeDefault' } } }),
  },
  {
    subject: 'seccompProfile before 1.19',
    target: '1.13',
    object: pod({ securityContext: { seccompProfile: { type: 'RuntimeDefault' } } }),
  },
  { subject: 'an object without a name', target: '1.30', object: { ...pod({}), metadata: {} } },
  { subject: 'a kind that nobody knows', target: '1.30', object: { ...pod({}), kind: 'Gateway' } },
  { subject: 'a target without schemas', target: '1.99', object: pod({}) },
  {
    subject: 'an unknown field of a custom resource',
    target: '1.30',
    object: {
      apiVersion: 'security-profiles-operator.x-k8s.io/v1beta1',
      kind: 'SeccompProfile',
      metadata: { name: 's' },
      spec: { defaultAction: 'SCMP_ACT_ERRNO', syscall: [] },
    },
  },
];

function failures(): number {
  const files = manifestFiles();
  if (files.length === 0) throw new Error('no manifest in dist/ or examples/*/dist: run npm run synth');
  const targetOf = targets(files);
  const candidates = new Map(
    files.map((file) => [file, objectsOf(file).map((object) => candidate(targetOf(file), object))]),
  );
  const problems = validate([...candidates.values()].flat().concat(REFUSED));

  let count = 0;
  for (const [file, objects] of candidates) {
    const broken = objects.filter((object) => problems.has(object));
    console.log(`${file} (Kubernetes ${targetOf(file)}): ${objects.length} objects, ${broken.length} invalid`);
    for (const object of broken) console.log(`  ${object.subject} ${problems.get(object)}`);
    count += broken.length;
  }
  for (const { subject } of REFUSED.filter((object) => !problems.has(object))) {
    console.log(`not rejected, although it must be: ${subject}`);
    count += 1;
  }
  for (const problem of wrongRows()) {
    console.log(problem);
    count += 1;
  }
  const objects = [...candidates.values()].flat().length;
  console.log(`${objects} objects in ${files.length} files, ${REFUSED.length} known bad ones: ${count} failures`);
  return count;
}

type Served = Readonly<Record<string, readonly [first: number, last: number]>>;

/** Oldest minor version whose schemas are compared. The oldest schemas do not prove that something did not exist before. */
const OLDEST_MINOR = 11;

/** Rows of the table of apiVersions that the schemas tell otherwise. */
function wrongRows(): string[] {
  const served: Record<string, readonly [number, number]> = {};
  for (const { requirements } of VALIDATORS) {
    const some = JSON.parse(command(pythonWith(requirements), [join(SCHEMAS, 'served.py')])) as Served;
    for (const [key, [first, last]] of Object.entries(some)) served[key] = [served[key]?.[0] ?? first, last];
  }
  const isFrom = (key: string, since: number): boolean =>
    served[key] !== undefined &&
    (served[key][0] === since || (served[key][0] <= OLDEST_MINOR && since <= OLDEST_MINOR));

  return Object.entries(API_VERSIONS).flatMap(([kind, versions]) =>
    versions
      .filter(([apiVersion, since]) => !isFrom(`${apiVersion}/${kind}`, Number(since)))
      .map(([apiVersion, since]) => `${apiVersion}/${kind} is not served from 1.${since} on`),
  );
}

function candidate(target: string, object: Record<string, unknown>): Candidate {
  const metadata = object.metadata as { name?: unknown } | undefined;
  return { subject: `${String(object.kind)} ${String(metadata?.name)}`, target, object };
}

/** Which Kubernetes a file is for. Every file has an entry, and every entry a file. */
function targets(files: string[]): (file: string) => string {
  const entries = Object.entries(
    JSON.parse(readFileSync(join(ROOT, 'scripts/schema-targets.json'), 'utf8')) as Record<string, string>,
  ).sort(([a], [b]) => b.length - a.length);
  const matches = (name: string, file: string): boolean => (name.endsWith('/') ? file.startsWith(name) : file === name);

  const unused = entries.filter(([name]) => !files.some((file) => matches(name, file)));
  const unnamed = files.filter((file) => !entries.some(([name]) => matches(name, file)));
  if (unused.length + unnamed.length > 0) {
    throw new Error(
      `scripts/schema-targets.json must name the Kubernetes of every generated file: ` +
        [...unnamed.map((file) => `${file} is missing`), ...unused.map(([name]) => `${name} matches no file`)].join(
          ', ',
        ),
    );
  }
  return (file) => entries.find(([name]) => matches(name, file))![1];
}

/** Returns the error of each invalid object. */
function validate(candidates: Candidate[]): Map<Candidate, string> {
  const schemas = customSchemas();
  const problems = new Map<Candidate, string>();
  for (const [index, { requirements }] of VALIDATORS.entries()) {
    const own = candidates.filter(({ target }) => validatorOf(target) === index);
    const requests = own.map(({ target, object }) => {
      const schema = schemas.get(`${String(object.apiVersion)} ${String(object.kind)}`);
      return JSON.stringify({ target, object, schema });
    });
    const answers = command(pythonWith(requirements), [join(SCHEMAS, 'validate.py')], {
      input: `${requests.join('\n')}\n`,
    });
    answers
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line) as string | null)
      .forEach((problem, i) => problem !== null && problems.set(own[i]!, problem));
  }
  return problems;
}

function validatorOf(target: string): number {
  const minor = Number(/^1\.(\d+)$/.exec(target)?.[1]);
  const index = VALIDATORS.findIndex(({ newestMinor }) => minor <= newestMinor);
  return index === -1 ? VALIDATORS.length - 1 : index;
}

/** The structural schemas of `crds/`, by `apiVersion kind`. */
function customSchemas(): Map<string, object> {
  interface Definition {
    readonly spec: {
      readonly group: string;
      readonly names: { readonly kind: string };
      readonly versions: { readonly name: string; readonly schema: { readonly openAPIV3Schema: object } }[];
    };
  }
  return new Map(
    readdirSync(join(ROOT, 'crds'))
      .flatMap((file) => objectsOf(`crds/${file}`) as unknown as Definition[])
      .flatMap(({ spec }) =>
        spec.versions.map(({ name, schema }): [string, object] => [
          `${spec.group}/${name} ${spec.names.kind}`,
          schema.openAPIV3Schema,
        ]),
      ),
  );
}

check(failures);
