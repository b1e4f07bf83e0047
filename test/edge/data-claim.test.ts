import { Size } from 'cdk8s';
import {
  ClaimAccessMode,
  DataClaim,
  EdgeNamespace,
  MountedFiles,
  SecureEdgeApp,
  WritableFolder,
} from 'cdk8s-secure-edge';
import { chartFor, containerOf, image, manifestOf, podOf, web } from './apps';

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
