import { execFile } from 'node:child_process';
import { mkdirSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { parseAllDocuments } from 'yaml';
import { PodSecurityLevel } from '../../src/edge/pod-security';
import { podsOf } from '../../src/kubernetes/pods';
import { ROOT } from '../../scripts/repository';
import { ApiObject } from '../cluster/api-client';
import { Report } from '../cluster/report';
import { ApiStage } from './api-stage';
import { addNamespace, addServiceAccount, enforcing } from './namespace';
import { isTaken, LEVELS, PodLadder, podObjectsOf } from './pod-ladder';

const { PRIVILEGED, BASELINE, RESTRICTED } = PodSecurityLevel;

/** What the server says of a workload and of its pods. */
interface Expected {
  /** The strictest level that takes its pods. */
  readonly level: PodSecurityLevel;
  /** What it warns of beside that level. */
  readonly warning?: string;
}

const taken = (level: PodSecurityLevel): Expected => ({ level });

/** A pod for Izuma's kubelet, which is of 1.13: its annotation is all that one knows. Parsec's folder is one of the host. */
const OF_IZUMA: Expected = {
  level: PRIVILEGED,
  warning:
    'metadata.annotations[seccomp.security.alpha.kubernetes.io/pod]: non-functional in v1.27+; use the "seccompProfile" field instead',
};

/** Every workload of every app. */
const WORKLOADS: Readonly<Record<string, Readonly<Record<string, Expected>>>> = {
  'src/main.ts': {
    'DaemonSet apparmor-loader': taken(PRIVILEGED),
    'Deployment hello-root': taken(BASELINE),
    'Deployment hello-user': taken(RESTRICTED),
    'Deployment hello-override': taken(RESTRICTED),
    'Deployment armored-hello-user': taken(RESTRICTED),
    'Deployment armored-hello-denied': taken(RESTRICTED),
    'Pod bob-edge-app-gateway-1': OF_IZUMA,
    'Pod alice-edge-app-gateway-1': OF_IZUMA,
  },
  'examples/existing-app/main.ts': {
    'Deployment shop-web': taken(RESTRICTED),
    // one of its containers says that it runs as root
    'DaemonSet till': taken(BASELINE),
  },
  'examples/greenhouse/main.ts': {
    'DaemonSet apparmor-loader': taken(PRIVILEGED),
    'Deployment broker': taken(RESTRICTED),
    'Deployment climate': taken(RESTRICTED),
    // Parsec's folder is behind a claim
    'Deployment signer': taken(RESTRICTED),
  },
};

/** The apps of this repository, written for the server's version: it takes all that they hold, and their pods where they may be. */
export class AppsProof {
  constructor(
    private readonly stage: ApiStage,
    private readonly report: Report,
    private readonly folder: string,
  ) {}

  public async run(): Promise<void> {
    await this.crds();
    const ladder = await PodLadder.create(this.stage.client, 'apps');
    const apps = programs();
    const synthesized = await Promise.all(apps.map((app) => this.synthesized(app)));
    for (const [i, app] of apps.entries()) await this.app(app, synthesized[i], ladder);
  }

  private async crds(): Promise<void> {
    for (const file of readdirSync(join(ROOT, 'crds')))
      for (const crd of objectsIn(join(ROOT, 'crds', file)))
        this.report.expect(`crds/${file}`, 'taken', await this.applied(crd));
  }

  private async app(app: string, objects: readonly ApiObject[], ladder: PodLadder): Promise<void> {
    const expected = WORKLOADS[app] ?? {};
    const placed = await this.placed(
      app,
      objects,
      Object.values(expected).map(({ level }) => level),
    );
    const workloads = placed.filter((object) => podsOf(object).length > 0);
    const names = (list: readonly string[]): string => [...list].sort().join(', ');
    this.report.expect(`workloads of ${app}`, names(Object.keys(expected)), names(workloads.map(nameOf)));
    // a client of the API waits for nothing: what others stand in comes first
    const refused: string[] = [];
    for (const object of [...placed].sort((a, b) => orderOf(a) - orderOf(b))) {
      const answer = await this.applied(object, expected[nameOf(object)]);
      if (answer !== 'taken') refused.push(`${nameOf(object)}: ${answer}`);
      if (object.kind === 'Namespace') await addServiceAccount(this.stage.client, 'default', object.metadata.name);
    }
    const asked = `the ${placed.length} objects of ${app}, fields checked strictly`;
    this.report.expect(asked, 'taken', refused.join('; ') || 'taken');
    for (const workload of workloads) await this.pods(app, workload, expected[nameOf(workload)], ladder);
  }

  /** Each pod in the app's own namespace, and then as far up as it comes. */
  private async pods(
    app: string,
    workload: ApiObject,
    expected: Expected | undefined,
    ladder: PodLadder,
  ): Promise<void> {
    for (const pod of podObjectsOf(workload)) {
      const another = { ...pod.metadata, name: `${pod.metadata.name}-pod` };
      const own = await this.stage.client.tryCreate({ ...pod, metadata: another });
      const rung = await ladder.climb(pod);
      if (rung.refusal !== '') this.report.say(rung.refusal);
      this.report.expect(
        `pod of ${nameOf(workload)}, ${app}`,
        `taken in its namespace, elsewhere up to ${expected?.level}`,
        `${own.message || 'taken'} in its namespace, elsewhere up to ${rung.level}`,
      );
    }
  }

  /** Applies an object; nothing unexpected is warned of. */
  private async applied(object: ApiObject, { level, warning }: Expected = taken(RESTRICTED)): Promise<string> {
    const { message, warnings, ...answer } = await this.stage.client.apply(object);
    if (!isTaken(answer)) return message;
    const isWeaker = (text: string): boolean =>
      level !== RESTRICTED && text.startsWith('would violate PodSecurity "restricted:');
    const unexpected = warnings.filter((text) => text !== warning && !isWeaker(text));
    return unexpected.length > 0 ? `taken, with a warning: ${unexpected.join('; ')}` : 'taken';
  }

  /** The objects of an app in their namespaces; those that it does not make are made, as strict as its pods allow. */
  private async placed(
    app: string,
    objects: readonly ApiObject[],
    levels: readonly PodSecurityLevel[],
  ): Promise<ApiObject[]> {
    const { client } = this.stage;
    const home = app.replace(/[^a-z]+/g, '-');
    const placed = await Promise.all(
      objects.map(async (object) => {
        if (object.metadata.namespace !== undefined || !(await client.isNamespaced(object))) return object;
        return { ...object, metadata: { ...object.metadata, namespace: home } };
      }),
    );
    const made = placed.filter(({ kind }) => kind === 'Namespace').map(({ metadata }) => metadata.name);
    const weakest = LEVELS.find((level) => levels.includes(level)) ?? RESTRICTED;
    for (const namespace of new Set(placed.flatMap(({ metadata }) => metadata.namespace ?? [])))
      if (!made.includes(namespace)) await addNamespace(client, enforcing(namespace, weakest));
    return placed;
  }

  private async synthesized(app: string): Promise<ApiObject[]> {
    const output = join(this.folder, app.replace(/\W+/g, '-'));
    mkdirSync(output);
    const program = join(__dirname, 'synth-for.ts');
    await promisify(execFile)('node', ['--import', 'tsx', program, this.stage.version, app], {
      cwd: ROOT,
      env: { ...process.env, CDK8S_OUTDIR: output },
    });
    return readdirSync(output)
      .sort()
      .flatMap((file) => objectsIn(join(output, file)));
  }
}

/** Every program of this repository that writes manifests. */
function programs(): string[] {
  return ['src', ...readdirSync(join(ROOT, 'examples')).map((name) => `examples/${name}`)].map(
    (folder) => `${folder}/main.ts`,
  );
}

function objectsIn(file: string): ApiObject[] {
  return parseAllDocuments(readFileSync(file, 'utf8'), { version: '1.1' })
    .map((document) => document.toJS() as ApiObject | null)
    .filter((object) => object !== null);
}

function nameOf({ kind, metadata }: ApiObject): string {
  return `${kind} ${metadata.name}`;
}

const FIRST = ['Namespace', 'ServiceAccount'];

function orderOf({ kind }: ApiObject): number {
  return FIRST.includes(kind) ? FIRST.indexOf(kind) : FIRST.length;
}
