import { mkdirSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { convertStack, STACKS, type Stack } from '../../examples/compose/stacks';
import { objectsOf } from '../../scripts/lib/repository';
import { PodSecurityLevel } from '../../src/edge/pod-security-level';
import type { ApiObject } from '../cluster/api-client';
import { hasPods, nameOf, type AppAdmission, type Expected } from './app-admission';
import type { ApiStage } from './api-stage';

/** Workloads whose weakness is accepted, or whose Parsec folder is a host path. All others pass Pod Security restricted. */
const PRIVILEGED: ReadonlySet<string> = new Set([
  'host-network Deployment hub',
  'host-network Deployment zigbee',
  'host-network Deployment time',
  'parsec-signer Deployment signer',
]);

/** Compose projects of the examples, converted for the server's version. */
export class ComposeProof {
  constructor(
    private readonly stage: ApiStage,
    private readonly admission: AppAdmission,
    private readonly folder: string,
  ) {}

  public async run(): Promise<void> {
    for (const stack of STACKS) {
      const objects = await this.converted(stack);
      const workloads = objects.filter(hasPods).map((object): [string, Expected] => {
        const isPrivileged = PRIVILEGED.has(`${stack.name} ${nameOf(object)}`);
        return [nameOf(object), { level: isPrivileged ? PodSecurityLevel.PRIVILEGED : PodSecurityLevel.RESTRICTED }];
      });
      await this.admission.expect({
        name: `examples/compose/${stack.name}`,
        objects,
        expected: Object.fromEntries(workloads),
      });
    }
  }

  private async converted(stack: Stack): Promise<ApiObject[]> {
    const output = join(this.folder, `compose-${stack.name}`);
    mkdirSync(output);
    await convertStack({ ...stack, options: [...stack.options, '--kubernetes', this.stage.version] }, 'yaml', output);
    return readdirSync(output)
      .filter((file) => file.endsWith('.yaml'))
      .flatMap((file) => objectsOf(join(output, file)) as unknown as ApiObject[]);
  }
}
