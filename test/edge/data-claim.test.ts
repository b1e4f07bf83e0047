import { Size } from 'cdk8s';
import {
  ClaimAccessMode,
  DataClaim,
  EdgeNamespace,
  Identity,
  MountedFiles,
  Placement,
  SecureEdgeApp,
  WritableFolder,
} from 'cdk8s-secure-edge';
import { chartFor, containerOf, image, manifestOf, podOf, problemOf, web } from './apps';

test('a claim is in the namespace around it, and an app mounts it', () => {
  const chart = chartFor();
  const shop = new EdgeNamespace(chart, 'shop');
  const orders = new DataClaim(shop, 'orders', {
    size: Size.gibibytes(2),
    accessMode: ClaimAccessMode.READ_WRITE_MANY,
    storageClass: 'fast',
    labels: { team: 'edge' },
  });
  const app = new SecureEdgeApp(shop, 'db', {
    image,
    writableFolders: [WritableFolder.persistent('/data', orders)],
  });
  expect(manifestOf(chart, 'PersistentVolumeClaim')).toEqual({
    apiVersion: 'v1',
    kind: 'PersistentVolumeClaim',
    metadata: { name: 'orders', namespace: 'shop', labels: { team: 'edge' } },
    spec: {
      accessModes: ['ReadWriteMany'],
      resources: { requests: { storage: '2Gi' } },
      storageClassName: 'fast',
    },
  });
  expect(podOf(app).spec.volumes).toContainEqual({
    name: 'db-data',
    persistentVolumeClaim: { claimName: 'orders' },
  });
});

describe('mounted files', () => {
  test('one file leaves the other files of its folder as they are', () => {
    const app = web({ files: [MountedFiles.file('/etc/app/run.sh', 'exit', { mode: 0o555 })] });
    expect(containerOf(app).volumeMounts).toContainEqual({
      name: 'web-etc-app-run-sh',
      mountPath: '/etc/app/run.sh',
      subPath: 'run.sh',
      readOnly: true,
    });
    expect(podOf(app).spec.volumes[0].configMap).toMatchObject({ defaultMode: 0o555 });
  });

  test('files in folders have keys without slashes', () => {
    const app = web({ files: [MountedFiles.fromText('/etc/app', { 'conf.d/a': '1', b: '2' })] });
    expect(podOf(app).spec.volumes[0].configMap.items).toEqual([
      { key: 'b', path: 'b' },
      { key: 'conf.d__a', path: 'conf.d/a' },
    ]);
    const name = podOf(app).spec.volumes[0].configMap.name;
    expect(manifestOf(app, 'ConfigMap', name).data).toEqual({ b: '2', 'conf.d__a': '1' });
  });

  test('files of several Secrets are in one folder', () => {
    const files = [
      { secret: 'a', key: 'key' },
      { secret: 'b', key: 'key', fileName: 'other' },
    ];
    const app = web({ files: [MountedFiles.fromSecretFiles('/run/secrets', files)] });
    expect(podOf(app).spec.volumes[0].projected).toEqual({
      defaultMode: 0o440,
      sources: [
        { secret: { name: 'a', items: [{ key: 'key', path: 'key' }] } },
        { secret: { name: 'b', items: [{ key: 'key', path: 'other' }] } },
      ],
    });
    expect(podOf(app).spec.securityContext.fsGroup).toBe(65532);
  });

  test('a file of a ConfigMap', () => {
    const app = web({ files: [MountedFiles.fileFromConfigMap('/etc/a.conf', 'site', 'a')] });
    expect(containerOf(app).volumeMounts[0]).toMatchObject({ mountPath: '/etc/a.conf', subPath: 'a', readOnly: true });
  });
});

describe('a claim that several pods write to', () => {
  const shared = (groupId: number): Identity => Identity.user(groupId + 1, { groupId });
  const folderOf = (claim: DataClaim | string): WritableFolder[] => [WritableFolder.persistent('/data', claim)];

  test('belongs to one group', () => {
    const chart = chartFor();
    const claim = new DataClaim(chart, 'orders', { size: '1Gi' });
    const add = (name: string, groupId: number, of: DataClaim | string = claim): unknown =>
      new SecureEdgeApp(chart, name, { image, identity: shared(groupId), writableFolders: folderOf(of) });
    add('db', 20001);
    expect(() => add('backup', 20001)).not.toThrow();
    expect(problemOf(() => add('report', 20005))).toBe(
      'SecureEdgeApp "shop/report": claim "orders" belongs to the group 20001 of "shop/db", got group 20005: give both apps the same group, such as Identity.user(20002, { groupId: 20001 }), or each its own claim',
    );
    expect(problemOf(() => add('named', 20005, 'orders'))).toContain('claim "orders" belongs to the group 20001');
    expect(() => add('other', 20005, 'invoices')).not.toThrow();
    const [north, south] = [new EdgeNamespace(chart, 'north'), new EdgeNamespace(chart, 'south')];
    new SecureEdgeApp(north, 'db', { image, identity: shared(1), writableFolders: folderOf('same') });
    expect(
      () => new SecureEdgeApp(south, 'db', { image, identity: shared(2), writableFolders: folderOf('same') }),
    ).not.toThrow();
  });

  test('is checked for every container of an app', () => {
    const chart = chartFor();
    new SecureEdgeApp(chart, 'db', { image, identity: shared(20001), writableFolders: folderOf('orders') });
    const app = new SecureEdgeApp(chart, 'web', { image, identity: shared(20003) });
    expect(problemOf(() => app.addSidecar('log', { image, writableFolders: folderOf('orders') }))).toContain(
      'claim "orders" belongs to the group 20001',
    );
    const both = new SecureEdgeApp(chart, 'own', { image, writableFolders: folderOf('own') });
    expect(() => both.addSidecar('log', { image, writableFolders: folderOf('own') })).not.toThrow();
  });

  test.each([
    [ClaimAccessMode.READ_WRITE_ONCE, Placement.replicas(3), 'got 3 replicas: use one replica or Placement.gateway'],
    [ClaimAccessMode.READ_WRITE_ONCE, Placement.everyGateway(), 'got every gateway: use one replica'],
    [
      ClaimAccessMode.READ_ONLY_MANY,
      Placement.replicas(1),
      'so that no app can write to it: use MountedFiles.fromClaim',
    ],
    [ClaimAccessMode.READ_WRITE_ONCE, Placement.replicas(1), undefined],
    [ClaimAccessMode.READ_WRITE_ONCE, Placement.gateway('g'), undefined],
    [ClaimAccessMode.READ_WRITE_MANY, Placement.replicas(3), undefined],
  ])('with mode %s fits the placement: case %#', (accessMode, placement, message) => {
    const chart = chartFor();
    const claim = new DataClaim(chart, 'orders', { size: '1Gi', accessMode });
    const add = (): unknown => new SecureEdgeApp(chart, 'db', { image, placement, writableFolders: folderOf(claim) });
    if (message === undefined) expect(add).not.toThrow();
    else expect(problemOf(add)).toContain(message);
  });

  test('with a name only has an unknown mode', () => {
    expect(() => web({ placement: Placement.replicas(3), writableFolders: folderOf('orders') })).not.toThrow();
  });
});
