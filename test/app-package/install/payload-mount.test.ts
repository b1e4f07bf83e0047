import { mountPayload } from '../../../src/app-package/install/payload-mount';
import { PayloadKind } from '../../../src/app-package/payload-tree';

const KINDS = new Map([
  ['config', PayloadKind.FOLDER],
  ['config/a', PayloadKind.FILE],
  ['link', PayloadKind.SYMBOLIC_LINK],
]);

interface Mounted {
  readonly volume: unknown;
  readonly mount: unknown;
  readonly problems: readonly string[];
}

function mounted(hostPath: object, mount: object = {}): Mounted {
  const volumeMount = { name: 'v', mountPath: '/v', ...mount };
  const volume = { name: 'v', hostPath };
  const spec = { volumes: [volume], containers: [{ name: 'main', volumeMounts: [volumeMount] }] };
  const manifest = { apiVersion: 'apps/v1', kind: 'Deployment', spec: { template: { spec } } };
  return { problems: mountPayload(manifest, '/installed/web', KINDS), volume: volume.hostPath, mount: volumeMount };
}

test.each([
  ['/secure-edge/package/config', { path: '/installed/web/config', type: 'Directory' }],
  ['/secure-edge/package/config/', { path: '/installed/web/config', type: 'Directory' }],
  ['/secure-edge/package/config/a', { path: '/installed/web/config/a', type: 'File' }],
  ['/secure-edge/package/link', { path: '/installed/web/link' }],
  ['//secure-edge/./package', { path: '/installed/web', type: 'Directory' }],
])('%s leads to the installed folder, read-only', (path, volume) => {
  expect(mounted({ path })).toEqual({ volume, mount: { name: 'v', mountPath: '/v', readOnly: true }, problems: [] });
});

test('a type that is named stays', () => {
  expect(mounted({ path: '/secure-edge/package/config', type: '' }).volume).toEqual({
    path: '/installed/web/config',
    type: '',
  });
});

test.each(['/run/parsec', '/secure-edge/packages', '/secure-edge', ''])('%p is none of the package', (path) => {
  expect(mounted({ path })).toEqual({ volume: { path }, mount: { name: 'v', mountPath: '/v' }, problems: [] });
});

test('to write, or what is not there, cannot be mounted', () => {
  expect(mounted({ path: '/secure-edge/package/config' }, { readOnly: false }).problems).toEqual([
    'container "main" mounts "v" to write: files of a package are read-only',
  ]);
  for (const path of ['/secure-edge/package/none', '/secure-edge/package/config/../..'])
    expect(mounted({ path }).problems.join()).toContain('which the package does not hold');
});
