/**
 * Writes the generated pages of docs/: the API, rooms and their imports, objects of an app, controls by target, lints of
 * profiles, limits, rules, forms of tokens, and the controls of standards that rules cover.
 *
 * Usage: node --import tsx scripts/docs.ts [PATH…], such as docs/rules; without a path it writes all
 */
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { App, Chart } from 'cdk8s';
import { format, resolveConfig } from 'prettier';
import { APPARMOR_LINTS } from '../src/apparmor/lint/lints';
import { SECCOMP_LINTS } from '../src/seccomp/lint/lints';
import { EdgeNamespace, Image, Placement, Port, SecureEdgeApp, Target } from '../src';
import type { LifeKind } from '../src/edge/life';
import type { PlacementKind } from '../src/edge/placement';
import { shapeOf } from '../src/edge/workload';
import { NodeAppArmor } from '../src/kubernetes/target';
import { FEATURES, NEVER } from '../src/kubernetes/features';
import { apiIndex, apiPages } from './docs/api';
import { withComposeKeys } from './docs/compose-keys';
import { controlMatrixJson, controlMatrixMarkdown } from './docs/control-matrix';
import { limitsPage } from './docs/limits';
import { table } from './docs/markdown';
import { withRooms } from './docs/rooms';
import { rulePages } from './docs/rule-pages';
import { withTokenForms } from './docs/token-forms';
import { ROOT } from './lib/repository';

const TARGETS = ['izuma-edge', '1.13', '1.27', '1.30', '1.33', '1.37'];

const PLACEMENTS: Record<PlacementKind, string> = {
  gateway: 'one gateway (`Placement.gateway`)',
  'every-gateway': 'every gateway (`Placement.everyGateway`)',
  replicas: 'N copies (`Placement.replicas`)',
};

const LIVES: Record<LifeKind, string> = {
  'keeps-running': 'keeps running',
  once: 'runs once',
  schedule: 'runs on a schedule',
};

interface Control {
  readonly name: string;
  readonly look: (objects: any[]) => string;
}

const specOf = (objects: any[]): any => {
  const workload = objects.find((o) => ['Deployment', 'Pod'].includes(o.kind));
  return workload.kind === 'Pod' ? workload.spec : workload.spec.template.spec;
};
const annotationsOf = (objects: any[]): any => {
  const workload = objects.find((o) => ['Deployment', 'Pod'].includes(o.kind));
  return (workload.kind === 'Pod' ? workload.metadata.annotations : workload.spec.template.metadata.annotations) ?? {};
};
const containerOf = (objects: any[]): any => specOf(objects).containers[0];
const shown = (value: unknown): string =>
  value === undefined ? '—' : `\`${JSON.stringify(value).replace(/"/g, '').replace(/,/g, ', ')}\``;
const annotation = (objects: any[], prefix: string): string => {
  const [key, value] = Object.entries(annotationsOf(objects)).find(([k]) => k.startsWith(prefix)) ?? [];
  return key === undefined ? '—' : `annotation \`${value as string}\``;
};

/** Controls of a default app, with the value of each in its objects. */
const CONTROLS: Control[] = [
  { name: 'not root: `runAsNonRoot`', look: (o) => shown(specOf(o).securityContext.runAsNonRoot) },
  { name: 'numeric user: `runAsUser`', look: (o) => shown(specOf(o).securityContext.runAsUser) },
  {
    name: 'numeric group: `runAsGroup`',
    look: (o) =>
      specOf(o).securityContext.runAsGroup === undefined
        ? `not available, listed as a loss (from 1.${FEATURES.runAsGroup.since})`
        : shown(specOf(o).securityContext.runAsGroup),
  },
  { name: 'no capability: `capabilities.drop`', look: (o) => shown(containerOf(o).securityContext.capabilities.drop) },
  {
    name: 'no privilege gain: `allowPrivilegeEscalation`',
    look: (o) => shown(containerOf(o).securityContext.allowPrivilegeEscalation),
  },
  {
    name: 'read-only root file system: `readOnlyRootFilesystem`',
    look: (o) => shown(containerOf(o).securityContext.readOnlyRootFilesystem),
  },
  {
    name: 'a sized `/tmp`: `emptyDir.sizeLimit`',
    look: (o) => shown(specOf(o).volumes.find((v: any) => v.emptyDir).emptyDir.sizeLimit),
  },
  {
    name: 'seccomp: `seccompProfile`',
    look: (o) =>
      specOf(o).securityContext.seccompProfile
        ? shown(specOf(o).securityContext.seccompProfile.type)
        : annotation(o, 'seccomp.security'),
  },
  {
    name: 'AppArmor, nodes known to have it: `appArmorProfile`',
    look: (o) =>
      specOf(o).securityContext.appArmorProfile
        ? shown(specOf(o).securityContext.appArmorProfile.type)
        : annotation(o, 'container.apparmor'),
  },
  { name: 'no API token: `automountServiceAccountToken`', look: (o) => shown(specOf(o).automountServiceAccountToken) },
  { name: 'its own service account', look: (o) => shown(specOf(o).serviceAccountName) },
  { name: 'no service links: `enableServiceLinks`', look: (o) => shown(specOf(o).enableServiceLinks) },
  { name: 'requests and limits: CPU, memory, ephemeral storage', look: (o) => shown(containerOf(o).resources.limits) },
  {
    name: 'probes',
    look: (o) =>
      ['livenessProbe', 'readinessProbe']
        .filter((p) => containerOf(o)[p])
        .map((p) => `\`${p}\``)
        .join(', '),
  },
  { name: 'image by digest, pulled when missing', look: (o) => shown(containerOf(o).imagePullPolicy) },
  {
    name: 'network: default deny',
    look: (o) => shown(o.find((x) => x.kind === 'NetworkPolicy' && x.metadata.name === 'web').spec.policyTypes),
  },
  {
    name: 'namespace: Pod Security label `enforce`',
    look: (o) => {
      const namespace = o.find((x) => x.kind === 'Namespace');
      if (!namespace) return 'none: izuma-edge does not support namespaces';
      const enforce = namespace.metadata.labels?.['pod-security.kubernetes.io/enforce'];
      return enforce === undefined
        ? `not available, listed as a loss (from 1.${FEATURES.podSecurityAdmission.since})`
        : `\`${enforce as string}\`, version \`${namespace.metadata.labels['pod-security.kubernetes.io/enforce-version'] as string}\``;
    },
  },
];

function defaultApp(name: string): any[] {
  const app = new App({ outdir: 'unused' });
  const chart = new Chart(app, 'chart');
  const target = Target.parse(name, { appArmor: NodeAppArmor.YES });
  Target.set(chart, target);
  const scope = target.isIzumaEdge ? chart : new EdgeNamespace(chart, 'shop');
  new SecureEdgeApp(scope, 'web', {
    image: Image.fromDigest(`registry.example/web@sha256:${'0'.repeat(64)}`),
    ports: [Port.tcp(8080)],
    ...(target.isIzumaEdge && { placement: Placement.gateway('gateway-1') }),
  });
  return chart.toJson();
}

function targets(): string {
  const apps = TARGETS.map(defaultApp);
  return `# What a default app sets, by target

Generated by \`npm run docs\` from a \`SecureEdgeApp\` with only an image and a port. "—" means that the field is unset.
The nodes of these targets are known to have AppArmor. If that is not known, the AppArmor field stays unset, which means the runtime's default.

${table(
  ['control', ...TARGETS],
  CONTROLS.map(({ name, look }) => [name, ...apps.map(look)]),
)}

## Fields by version

If a target does not support a field, the app uses its older form, or omits it and lists it as a \`Loss\` in the annotation \`secure-edge.dev/losses\`. \`Target.kubernetes\` and \`Target.parse\` accept \`TargetOptions\`.

${table(
  ['field', 'from Kubernetes', 'below'],
  Object.values(FEATURES).map(({ field, since, below }) => [
    `\`${field}\``,
    since === NEVER ? 'only behind a feature gate' : `1.${since}`,
    below,
  ]),
)}
`;
}

function workloads(): string {
  const lives = Object.keys(LIVES) as LifeKind[];
  const rows = (target: Target): string[][] =>
    (Object.keys(PLACEMENTS) as PlacementKind[]).map((placement) => [
      PLACEMENTS[placement],
      ...lives.map((life) => {
        const shape = shapeOf(placement, life, target);
        return 'refused' in shape
          ? `not possible: ${shape.refused}`
          : `${shape.kind}, \`restartPolicy: ${shape.restartPolicy}\``;
      }),
    ]);
  const head = ['placement', ...lives.map((life) => LIVES[life])];
  return `# Objects of an app

Generated by \`npm run docs\` from the library's own table. An app on one gateway has the node selector \`kubernetes.io/hostname\`. On Izuma,
which does not have a scheduler, it has \`nodeName\` instead. Izuma's guide also runs clients as a Pod with \`nodeName\` and \`OnFailure\`.

## Kubernetes 1.13 to 1.37

${table(head, rows(Target.kubernetes('1.27')))}

The apiVersion of a CronJob is \`batch/v1\` from 1.21 on, and \`batch/v1beta1\` before.

## izuma-edge

${table(head, rows(Target.izumaEdge()))}
`;
}

interface Lint {
  readonly id: string;
  readonly severity: string;
  readonly title: string;
  readonly rationale: string;
  readonly good: string;
  readonly bad: string;
}

function lintPages(lints: ReadonlyArray<Lint>, language: string): string {
  const example = (text: string): string => `\`\`\`${language}\n${shortened(text)}\n\`\`\``;
  const rows = lints.map(({ id, severity, title }) => [`[\`${id}\`](#${id})`, severity, title]);
  const pages = lints.map(
    ({ id, rationale, good, bad }) =>
      `### \`${id}\`\n\n${rationale}\n\nExample with this finding:\n\n${example(bad)}\n\nExample without findings:\n\n${example(good)}`,
  );
  return `${table(['lint', 'severity', 'problem'], rows)}\n\n${pages.join('\n\n')}`;
}

/** Returns an example, shortened to its first lines if it is long. */
function shortened(text: string): string {
  const lines = text.split('\n');
  return lines.length > 40 ? [...lines.slice(0, 4), `… ${lines.length - 4} more lines`].join('\n') : text;
}

function profileLints(): string {
  return `# Profile lints

Generated by \`npm run docs\` from the lints. \`secure-edge apparmor\` and \`secure-edge seccomp\` run these lints on files, and \`lint()\` runs them on
typed profiles. The severity of a finding can differ from the severity of its lint; its message then says why. The commands exit with code 1 if a
finding is high or critical.

## AppArmor

${lintPages(APPARMOR_LINTS, '')}

## seccomp

${lintPages(
  SECCOMP_LINTS.map((lint) => ({ ...lint, good: pretty(lint.good), bad: pretty(lint.bad) })),
  'json',
)}
`;
}

function pretty(json: string): string {
  return JSON.stringify(JSON.parse(json), null, 2);
}

async function write(file: string, text: string, parser = 'markdown'): Promise<void> {
  const options = await resolveConfig(join(ROOT, file));
  writeFileSync(join(ROOT, file), await format(text, { ...options, parser }));
}

/** Writes the pages of a folder, and removes all other files, such as the page of a removed rule. */
async function writeFolder(folder: string, pages: ReadonlyMap<string, string>): Promise<void> {
  mkdirSync(join(ROOT, folder), { recursive: true });
  for (const stale of readdirSync(join(ROOT, folder)).filter((file) => !pages.has(file)))
    rmSync(join(ROOT, folder, stale), { recursive: true });
  await Promise.all([...pages].map(([file, text]) => write(`${folder}/${file}`, text)));
}

async function writeApi(): Promise<void> {
  const pages = apiPages();
  await write('docs/api.md', apiIndex(pages));
  await writeFolder('docs/api', pages);
}

/** Generated pages: what writes them, by path. */
const GENERATED: Readonly<Record<string, () => Promise<void>>> = {
  'docs/api': writeApi,
  'docs/architecture.md': () =>
    write('docs/architecture.md', withRooms(readFileSync(join(ROOT, 'docs/architecture.md'), 'utf8'))),
  'docs/compose.md': () =>
    write('docs/compose.md', withComposeKeys(readFileSync(join(ROOT, 'docs/compose.md'), 'utf8'))),
  'docs/control-matrix.json': () => write('docs/control-matrix.json', controlMatrixJson(), 'json'),
  'docs/control-matrix.md': () => write('docs/control-matrix.md', controlMatrixMarkdown()),
  'docs/limits.md': () => write('docs/limits.md', limitsPage()),
  'docs/profile-lints.md': () => write('docs/profile-lints.md', profileLints()),
  'docs/rules': () => writeFolder('docs/rules', rulePages()),
  'docs/secrets.md': () =>
    write('docs/secrets.md', withTokenForms(readFileSync(join(ROOT, 'docs/secrets.md'), 'utf8'))),
  'docs/targets.md': () => write('docs/targets.md', targets()),
  'docs/workloads.md': () => write('docs/workloads.md', workloads()),
};

const only = process.argv.slice(2);
const wanted = Object.entries(GENERATED).filter(
  ([path]) => only.length === 0 || only.some((each) => path.startsWith(each)),
);
void Promise.all(wanted.map(([, generate]) => generate()));
