import * as fs from 'node:fs';
import type { Cluster } from '../../../src/app-package/install/cluster';
import type { InstallationStep } from '../../../src/app-package/install/installation';
import { performInstallation } from '../../../src/app-package/install/perform-installation';
import { failure, temporaryFolder } from '../workbench';

const folder = temporaryFolder();

test('steps are undone in the other order than they were done', async () => {
  const file = folder.path('pod.yaml');
  fs.mkdirSync(folder.path('.blocked.yaml.new'));
  const steps: InstallationStep[] = [
    { kind: 'write-pod', file, text: 'one', before: undefined },
    { kind: 'write-pod', file, text: 'two', before: 'one' },
    { kind: 'write-pod', file: folder.path('blocked.yaml'), text: '', before: undefined },
  ];
  const told: string[] = [];
  const tools = { payload: '', images: () => Promise.reject(new Error('not asked')), cluster: {} as Cluster };
  const message = await failure(performInstallation('package', steps, tools, (what) => told.push(what)));
  expect(message).toMatch(/^package: could not write the static pod .*blocked\.yaml: .*; all is as it was before$/);
  expect(told).toHaveLength(3);
  expect(fs.readdirSync(folder.path())).toEqual(['.blocked.yaml.new']);
});
