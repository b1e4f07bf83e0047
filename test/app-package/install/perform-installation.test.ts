import * as fs from 'node:fs';
import type { Cluster } from '../../../src/app-package/install/cluster';
import type { InstallationStep } from '../../../src/app-package/install/installation';
import { performInstallation } from '../../../src/app-package/install/perform-installation';
import { failure, temporaryFolder } from '../workbench';

const folder = temporaryFolder();

const tools = { payload: '', images: () => Promise.reject(new Error('not asked')), cluster: {} as Cluster };

function write(path: string, text: string): InstallationStep {
  return { kind: 'write-pod', at: { folder: folder.path(), path }, text, isNew: true };
}

test('steps are undone in reverse order', async () => {
  fs.mkdirSync(folder.path('.blocked.yaml.new'));
  const steps = [write('pod.yaml', 'one'), write('pod.yaml', 'two'), write('blocked.yaml', '')];
  const told: string[] = [];
  const message = await failure(performInstallation('package', steps, tools, (what) => told.push(what)));
  expect(message).toMatch(/^package: could not write the static pod .*blocked\.yaml: .*; everything was undone$/);
  expect(told).toHaveLength(3);
  expect(fs.readdirSync(folder.path())).toEqual(['.blocked.yaml.new']);
});

test('a link that was created after the plan is not followed', async () => {
  fs.mkdirSync(folder.path('pods'));
  fs.writeFileSync(folder.path('victim'), 'of somebody else');
  fs.symlinkSync('../victim', folder.path('pods/pod.yaml'));
  for (const kind of ['write-pod', 'remove-pod'] as const) {
    const step = { kind, at: { folder: folder.path('pods'), path: 'pod.yaml' }, text: 'x', isNew: false };
    expect(await failure(performInstallation('package', [step], tools, () => undefined))).toContain(
      'pod.yaml", which is not followed: remove it; everything was undone',
    );
  }
  expect(fs.readlinkSync(folder.path('pods/pod.yaml'))).toBe('../victim');
  expect(fs.readFileSync(folder.path('victim'), 'utf8')).toBe('of somebody else');
});

test('a link at the hidden name of a new file is not followed either', async () => {
  fs.writeFileSync(folder.path('victim'), 'of somebody else');
  for (const name of ['.pod.yaml.new', '.pod.yaml.old']) fs.symlinkSync('victim', folder.path(name));
  await performInstallation('package', [write('pod.yaml', 'one')], tools, () => undefined);
  expect(fs.readFileSync(folder.path('victim'), 'utf8')).toBe('of somebody else');
  expect(fs.readdirSync(folder.path()).sort()).toEqual(['pod.yaml', 'victim']);
});
