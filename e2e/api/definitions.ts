import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { objectsOf, ROOT } from '../../scripts/lib/repository';
import { stringAt, objectAt } from '../../src/kubernetes/manifest';
import type { ApiObject } from '../cluster/api-client';
import { retry } from '../cluster/retry';
import type { ApiStage } from './api-stage';
import type { AppAdmission } from './app-admission';

const PATIENCE = 30;

/** Classes that the apps of the tests name. The server rejects a pod whose class does not exist. */
const CLASSES: readonly ApiObject[] = [
  {
    apiVersion: 'scheduling.k8s.io/v1',
    kind: 'PriorityClass',
    metadata: { name: 'gateway-app' },
    value: 100000,
  },
  { apiVersion: 'node.k8s.io/v1', kind: 'RuntimeClass', metadata: { name: 'gvisor' }, handler: 'runsc' },
];

/** Applies the definitions of custom resources in `crds/`, and waits until the server has their kinds. */
export async function applyDefinitions(stage: ApiStage, admission: AppAdmission): Promise<void> {
  const definitions = readdirSync(join(ROOT, 'crds')).flatMap((file) => objectsOf(`crds/${file}`));
  const objects = [...CLASSES, ...(definitions as unknown as ApiObject[])];
  await admission.expect({ name: 'crds/, and the classes of pods', objects, expected: {} });
  // a definition takes effect a moment after it is created
  for (const definition of definitions) await retry(() => stage.client.isNamespaced(sampleOf(definition)), PATIENCE);
}

/** Returns an object of a definition's kind, without content. */
function sampleOf(definition: Record<string, unknown>): ApiObject {
  const spec = objectAt(definition, 'spec');
  const [version] = spec['versions'] as readonly Record<string, unknown>[];
  return {
    apiVersion: `${stringAt(spec, 'group')}/${stringAt(version ?? {}, 'name')}`,
    kind: stringAt(objectAt(spec, 'names'), 'kind') ?? '',
    metadata: { name: 'sample' },
  };
}
