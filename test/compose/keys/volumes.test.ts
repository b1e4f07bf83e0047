import type { ComposeProject } from '../../../src/compose/compose-project';
import type { ServiceDefinition } from '../../../src/compose/service-definition';
import type { ProjectEntry, ProjectFiles } from '../../../src/compose/storage/project-files';
import type { JsonObject, Manifest } from '../../../src/kubernetes/manifest';
import { convertedService, convertedServices, podOf } from '../project';

const filesWith = (entries: Readonly<Record<string, ProjectEntry>>): ProjectFiles => ({
  entryAt: (path) => entries[path] ?? { type: 'missing' },
});
const text = (content: string, isExecutable = false): ProjectEntry => ({ type: 'file', text: content, isExecutable });
const bind = (source: string, target: string, readOnly = true): ServiceDefinition => ({
  volumes: [{ type: 'bind', source, target, ...(readOnly && { read_only: true }) }],
});
const ofKind = (manifests: ReadonlyArray<Manifest>, kind: string): Manifest[] =>
  manifests.filter((manifest) => manifest['kind'] === kind);
const mountsOf = (container: JsonObject): unknown => container['volumeMounts'];

describe('a named volume', () => {
  const volumes = new Map<string, JsonObject>([['Data', {}]]);
  const mounted = (
    definition: ServiceDefinition,
    rest: Partial<ComposeProject> = {},
  ): ReturnType<typeof convertedService> =>
    convertedService(
      { volumes: [{ type: 'volume', source: 'Data', target: '/data/' }], ...definition },
      {},
      { volumes, ...rest },
    );

  test('is a claim, and its app ends before the next one starts', () => {
    const { manifests, pod, container, conversion } = mounted({});
    expect(ofKind(manifests, 'PersistentVolumeClaim')).toMatchObject([
      {
        metadata: { name: 'data' },
        spec: { accessModes: ['ReadWriteOnce'], resources: { requests: { storage: '1Gi' } } },
      },
    ]);
    expect(pod['volumes']).toContainEqual({ name: 'web-data', persistentVolumeClaim: { claimName: 'data' } });
    expect(pod['securityContext']).toMatchObject({ fsGroup: 65532 });
    expect(mountsOf(container)).toContainEqual({ name: 'web-data', mountPath: '/data' });
    expect(ofKind(manifests, 'Deployment')[0]?.['spec']).toMatchObject({ strategy: { type: 'Recreate' } });
    expect(conversion.report.entries).toContainEqual(
      expect.objectContaining({ service: null, key: 'volumes.Data', outcome: 'approximated' }),
    );
  });

  test('has the size of its driver, and several writers for several replicas', () => {
    const sized = new Map<string, JsonObject>([['Data', { driver_opts: { size: '20g' } }]]);
    const { manifests } = mounted({ deploy: { replicas: 2 } }, { volumes: sized });
    expect(ofKind(manifests, 'PersistentVolumeClaim')[0]?.['spec']).toMatchObject({
      accessModes: ['ReadWriteMany'],
      resources: { requests: { storage: '20Gi' } },
    });
  });

  test('that is external is a claim that must exist', () => {
    const external = new Map<string, JsonObject>([['Data', { external: true, name: 'site-data' }]]);
    const { manifests, pod } = mounted({}, { volumes: external });
    expect(ofKind(manifests, 'PersistentVolumeClaim')).toEqual([]);
    expect(JSON.stringify(pod['volumes'])).toContain('"claimName":"site-data"');
  });

  test('is a folder of the gateway in an installed package', () => {
    const { pod } = convertedService(
      { volumes: [{ type: 'volume', source: 'Data', target: '/data' }] },
      {
        gateway: 'gateway-1',
        installation: { payload: '/apps/shop/payload', data: '/apps/shop/data', configs: '.configs' },
      },
      { volumes },
    );
    expect(JSON.stringify(pod['volumes'])).toContain('/apps/shop/data/volumes/data');
  });
});

describe('a path of the project', () => {
  test('that is a file becomes one file of a ConfigMap, with its mode', () => {
    const files = filesWith({ '/srv/shop/run.sh': text('exit 0', true) });
    const { manifests, container } = convertedService(bind('/srv/shop/run.sh', '/app/run.sh'), { files });
    expect(ofKind(manifests, 'ConfigMap')[0]?.['data']).toEqual({ 'run.sh': 'exit 0' });
    expect(mountsOf(container)).toContainEqual(
      expect.objectContaining({ mountPath: '/app/run.sh', subPath: 'run.sh', readOnly: true }),
    );
  });

  test('that is a folder becomes a ConfigMap, and a difference if the program could write to it', () => {
    const files = filesWith({
      '/srv/shop/conf': { type: 'folder', files: new Map([['d/a.conf', '1']]), isExecutable: false },
    });
    const { manifests, entries } = convertedService(bind('/srv/shop/conf', '/etc/app', false), { files });
    expect(ofKind(manifests, 'ConfigMap')[0]?.['data']).toEqual({ 'd__a.conf': '1' });
    expect(entries.find(({ key }) => key === 'volumes[0]')).toMatchObject({
      outcome: 'approximated',
      reason: expect.stringContaining('cannot write'),
    });
  });

  test('that contains a secret becomes a reference, and its text is in no output', () => {
    const files = filesWith({ '/srv/shop/db.env': text('DB_PASSWORD=hunter2-blue\n') });
    const { manifests, conversion, pod } = convertedService(bind('/srv/shop/db.env', '/etc/app/db.env'), { files });
    expect(JSON.stringify(manifests) + conversion.report.toJson()).not.toContain('hunter2');
    expect(JSON.stringify(pod['volumes'])).toContain('"name":"web-db-env"');
  });

  test('that does not exist becomes a claim if the program may write to it', () => {
    const { manifests } = convertedService(bind('/srv/shop/data', '/data', false), { files: filesWith({}) });
    expect(ofKind(manifests, 'PersistentVolumeClaim')).toMatchObject([{ metadata: { name: 'web-data' } }]);
    const { entries } = convertedService(bind('/srv/shop/data', '/data'), { files: filesWith({}) });
    expect(entries.find(({ key }) => key === 'volumes[0]')).toMatchObject({ outcome: 'unsupported' });
  });

  test('is mounted read-only in an installed package', () => {
    const { pod, container } = convertedService(bind('/srv/shop/site.conf', '/etc/site.conf', false), {
      files: filesWith({ '/srv/shop/site.conf': text('a') }),
      gateway: 'gateway-1',
      installation: { payload: '/apps/shop/payload', data: '/apps/shop/data', configs: '.configs' },
    });
    expect(pod['volumes']).toContainEqual(
      expect.objectContaining({ hostPath: { path: '/apps/shop/payload/site.conf', type: 'File' } }),
    );
    expect(mountsOf(container)).toContainEqual(
      expect.objectContaining({ mountPath: '/etc/site.conf', readOnly: true }),
    );
  });
});

test('folders in memory have sizes, and count toward the memory limit', () => {
  const { pod, container } = convertedService({
    tmpfs: ['/run', '/cache:size=64m,mode=1777'],
    shm_size: 128 * 2 ** 20,
  });
  expect(pod['volumes']).toEqual(
    expect.arrayContaining([
      { name: 'web-run', emptyDir: { sizeLimit: '64Mi', medium: 'Memory' } },
      { name: 'web-cache', emptyDir: { sizeLimit: '64Mi', medium: 'Memory' } },
      { name: 'web-dev-shm', emptyDir: { sizeLimit: '128Mi', medium: 'Memory' } },
    ]),
  );
  expect(container['resources']).toMatchObject({ limits: { memory: '768Mi' } });
});

describe('files of secrets and of configuration', () => {
  test('a secret is a file from a Secret that must exist, and the report says how to create it', () => {
    const { pod, entries, manifests } = convertedService(
      { secrets: [{ source: 'db_password', target: '/run/secrets/db_password' }] },
      { namespace: 'shop' },
      { secrets: new Map([['db_password', { file: '/srv/shop/db_password.txt' }]]) },
    );
    expect(JSON.stringify(pod['volumes'])).toContain(
      '"items":[{"key":"db_password","path":"db_password"}],"name":"db-password"',
    );
    expect(ofKind(manifests, 'Secret')).toEqual([]);
    expect(entries.find(({ key }) => key === 'secrets[0]')?.reason).toContain(
      'kubectl create secret generic db-password --namespace shop --from-file=db_password=FILE',
    );
  });

  test('a config is a file of a ConfigMap, unless its text contains a secret', () => {
    const configs = new Map<string, JsonObject>([
      ['site', { content: 'listen 80' }],
      ['hidden', { content: 'password=hunter2-blue' }],
    ]);
    const { manifests, pod } = convertedService(
      {
        configs: [
          { source: 'site', target: '/etc/site.conf' },
          { source: 'hidden', target: '/etc/hidden/db.conf' },
        ],
      },
      {},
      { configs },
    );
    expect(ofKind(manifests, 'ConfigMap').map((each) => each['data'])).toEqual([{ 'site.conf': 'listen 80' }]);
    expect(JSON.stringify(manifests)).not.toContain('hunter2');
    expect(JSON.stringify(pod['volumes'])).toContain(
      '"secret":{"items":[{"key":"hidden","path":"db.conf"}],"name":"hidden"}',
    );
  });
});

test('a volume of another service is mounted, read-only if the key says so', () => {
  const { container } = convertedService(
    { volumes_from: ['db:ro'] },
    {},
    {
      services: new Map<string, ServiceDefinition>([
        ['web', { image: 'docker.io/library/nginx:1.27', volumes_from: ['db:ro'] }],
        ['db', { image: 'docker.io/library/redis:7', volumes: [{ type: 'volume', source: 'a', target: '/a' }] }],
      ]),
      volumes: new Map([['a', {}]]),
    },
  );
  expect(mountsOf(container)).toContainEqual(expect.objectContaining({ mountPath: '/a', readOnly: true }));
});

test('a volume with the name of a service, or the name of another volume in Kubernetes, is a claim of its own', () => {
  const mount = (source: string): ServiceDefinition => ({ volumes: [{ type: 'volume', source, target: '/data' }] });
  const { manifests } = convertedServices(
    { db: mount('db'), web: mount('my_files'), api: mount('my-files') },
    {},
    { volumes: new Map(['db', 'my_files', 'my-files'].map((name) => [name, {}])) },
  );
  const claimOf = (app: string): unknown =>
    JSON.stringify(podOf(manifests, app)['volumes']).match(/"claimName":"(.+?)"/)?.[1];
  expect(['db', 'web', 'api'].map(claimOf)).toEqual(['db-data', 'my-files', 'my-files-data']);
  expect(ofKind(manifests, 'PersistentVolumeClaim').map(({ metadata }) => (metadata as JsonObject)['name'])).toEqual([
    'db-data',
    'my-files',
    'my-files-data',
  ]);
});

test('a device of an accepted privileged container uses its acceptance, too', () => {
  const accepted = new Map([
    ['privileged:web', 'the camera needs it, see the manual'],
    ['device:web', 'the camera needs it, see the manual'],
  ]);
  const definition: ServiceDefinition = {
    privileged: true,
    devices: [{ source: '/dev/video0', target: '/dev/video0', permissions: 'rwm' }],
  };
  const { conversion } = convertedService(definition, { accepted });
  expect(conversion.report.unusedAccepts).toEqual([]);
});

test('a volume that a second service has from the first one is for pods of several nodes', () => {
  const { manifests } = convertedServices(
    { web: { volumes: [{ type: 'volume', source: 'site', target: '/site' }] }, cron: { volumes_from: ['web:ro'] } },
    {},
    { volumes: new Map([['site', {}]]) },
  );
  expect(ofKind(manifests, 'PersistentVolumeClaim')[0]?.['spec']).toMatchObject({ accessModes: ['ReadWriteMany'] });
});

describe('volumes_from', () => {
  const volume = (source: string, target: string) => ({ type: 'volume' as const, source, target });
  const services = {
    a: { volumes: [volume('one', '/1'), volume('two', '/2')] },
    b: { volumes_from: ['a:ro'], volumes: [volume('three', '/2')] },
    web: { volumes_from: ['b'] },
  };
  const volumes = { volumes: new Map(['one', 'two', 'three'].map((name) => [name, {}])) };

  test('is followed to its end: the nearest mount of a path is kept, and read-only remains', () => {
    const { object, entries } = convertedServices(services, {}, volumes);
    const { spec } = object('Deployment', 'web').spec.template;
    const mounts = spec.containers[0].volumeMounts.filter(({ mountPath }: any) => mountPath !== '/tmp');
    expect(mounts).toEqual([
      expect.objectContaining({ mountPath: '/1', readOnly: true }),
      expect.objectContaining({ mountPath: '/2' }),
    ]);
    expect(mounts[1]).not.toHaveProperty('readOnly');
    expect(JSON.stringify(spec.volumes)).toMatch(/"one/);
    expect(entries.get('web volumes_from[0]')).toBeDefined();
    expect(entries.get('volumes.one')).not.toMatchObject({ outcome: 'by-design' });
  });
});
