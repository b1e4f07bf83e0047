import { execFile } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { PodSecurityLevel } from '../../src/edge/pod-security-level';
import { objectsOf, ROOT } from '../../scripts/lib/repository';
import { ApiObject } from '../cluster/api-client';
import { AppAdmission, Expected } from './app-admission';
import { ApiStage } from './api-stage';

const { PRIVILEGED, BASELINE, RESTRICTED } = PodSecurityLevel;

const taken = (level: PodSecurityLevel): Expected => ({ level });

/** Expected verdict on a pod for Izuma's kubelet (1.13), which supports only the annotation. Parsec's folder is a host path. */
const OF_IZUMA: Expected = {
  level: PRIVILEGED,
  warning:
    'metadata.annotations[seccomp.security.alpha.kubernetes.io/pod]: non-functional in v1.27+; use the "seccompProfile" field instead',
};

/** Expected verdicts on all workloads of all apps. */
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
    // the manifest sets one of its containers to run as root
    'DaemonSet till': taken(BASELINE),
  },
  'examples/workshop/main.ts': {
    'Deployment video': taken(PRIVILEGED),
    'Deployment broker': taken(PRIVILEGED),
    'Deployment camera': taken(RESTRICTED),
    'Deployment history': taken(RESTRICTED),
    'Job history-import': taken(RESTRICTED),
    'Deployment dashboard': taken(RESTRICTED),
    'Deployment inspection': taken(RESTRICTED),
  },
  'examples/greenhouse/main.ts': {
    'DaemonSet apparmor-loader': taken(PRIVILEGED),
    'Deployment broker': taken(RESTRICTED),
    'Deployment climate': taken(RESTRICTED),
    // the pod mounts Parsec's folder through a claim
    'Deployment signer': taken(RESTRICTED),
  },
};

/** Apps of this repository, with manifests for the server's version. */
export class AppsProof {
  constructor(
    private readonly stage: ApiStage,
    private readonly admission: AppAdmission,
    private readonly folder: string,
  ) {}

  public async run(): Promise<void> {
    const apps = programs();
    const synthesized = await Promise.all(apps.map(async (name) => ({ name, objects: await this.synthesized(name) })));
    for (const { name, objects } of synthesized)
      await this.admission.expect({ name, objects, expected: WORKLOADS[name] ?? {} });
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
      .flatMap((file) => objectsOf(join(output, file)) as unknown as ApiObject[]);
  }
}

/** Programs of this repository that write manifests. */
function programs(): string[] {
  const examples = readdirSync(join(ROOT, 'examples')).map((name) => `examples/${name}`);
  return ['src', ...examples].map((folder) => `${folder}/main.ts`).filter((file) => existsSync(join(ROOT, file)));
}
