import { mountPayload } from '../../../src/app-package/install/payload-mount';
import { PayloadKind } from '../../../src/app-package/payload/payload-tree';

const PLACES = new Map([
  ['config', { kind: PayloadKind.FOLDER }],
  ['config/a', { kind: PayloadKind.FILE }],
  ['link', { kind: PayloadKind.SYMBOLIC_LINK, link: 'config/' }],
  ['config/up', { kind: PayloadKind.SYMBOLIC_LINK, link: './../config/a' }],
  ['config/root', { kind: PayloadKind.SYMBOLIC_LINK, link: '..' }],
  ['dangling', { kind: PayloadKind.SYMBOLIC_LINK, link: 'none' }],
  ['chain', { kind: PayloadKind.SYMBOLIC_LINK, link: 'link' }],
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
  return { problems: mountPayload(manifest, '/installed/web', PLACES), volume: volume.hostPath, mount: volumeMount };
}

test.each([
  ['/secure-edge/package/config', { path: '/installed/web/config', type: 'Directory' }],
  ['/secure-edge/package/config/', { path: '/installed/web/config', type: 'Directory' }],
  ['/secure-edge/package/config/a', { path: '/installed/web/config/a', type: 'File' }],
  ['/secure-edge/package/link', { path: '/installed/web/config', type: 'Directory' }],
  ['/secure-edge/package/config/up', { path: '/installed/web/config/a', type: 'File' }],
  ['/secure-edge/package/config/root', { path: '/installed/web', type: 'Directory' }],
  ['//secure-edge/./package', { path: '/installed/web', type: 'Directory' }],
])('%s leads to the installed folder, read-only', (path, volume) => {
  expect(mounted({ path })).toEqual({ volume, mount: { name: 'v', mountPath: '/v', readOnly: true }, problems: [] });
});

test('a type in the manifest is kept', () => {
  expect(mounted({ path: '/secure-edge/package/config', type: '' }).volume).toEqual({
    path: '/installed/web/config',
    type: '',
  });
});

test.each(['/run/parsec', '/secure-edge/packages', '/secure-edge', ''])('%p is not a path of the package', (path) => {
  expect(mounted({ path })).toEqual({ volume: { path }, mount: { name: 'v', mountPath: '/v' }, problems: [] });
});

test('a mount with write access, or of a missing path, is rejected', () => {
  expect(mounted({ path: '/secure-edge/package/config' }, { readOnly: false }).problems).toEqual([
    'container "main" mounts "v" with write access: files of a package are read-only',
  ]);
  for (const path of ['none', 'config/../..', 'config/../config', 'dangling', 'chain', 'link/a'])
    expect(mounted({ path: `/secure-edge/package/${path}` }).problems.join()).toContain(
      'which the package does not contain',
    );
});
