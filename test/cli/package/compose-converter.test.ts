import { join } from 'node:path';
import { InstallTarget } from '../../../src/app-package/install/installation';
import type { ConvertedCompose } from '../../../src/app-package/install/package-manifests';
import { staticPods } from '../../../src/app-package/install/static-pod';
import { PACKAGE_PATHS } from '../../../src/app-package/install/package-paths';
import { composeConverterFor } from '../../../src/cli/package/compose-converter';
import { Target } from '../../../src/kubernetes/target';
import { temporaryFolder, writeFiles } from '../../app-package/workbench';

const COMPOSE = `version: '2'
services:
  broker:
    image: broker:1
    ports: ['1883:1883']
    volumes: ['./config:/etc/broker', 'data:/var/lib/broker', '/var/run/docker.sock:/var/run/docker.sock']
  bridge:
    image: bridge
    user: '10020'
    links: ['broker:mqtt']
volumes:
  data: {}
`;

const folder = temporaryFolder();
const userOf = (image: string): string | undefined => (image === 'broker:1' ? '1883:1883' : undefined);

function converted(to: InstallTarget, ...accept: string[]): ConvertedCompose {
  return convertedFile(COMPOSE, to, ...accept);
}

function convertedFile(text: string, to: InstallTarget, ...accept: string[]): ConvertedCompose {
  writeFiles(folder.path(), { 'docker-compose.yml': text, 'config/broker.conf': 'listener 1883\n' });
  return composeConverterFor(
    Target.kubernetes('1.30'),
    to,
  )({
    file: join(folder.path(), 'docker-compose.yml'),
    app: 'Old_Broker',
    paths: PACKAGE_PATHS,
    accept: new Set(accept),
    images: { contains: () => true, userOf },
  });
}

const kindsOf = ({ manifests }: ConvertedCompose): unknown[] => [...new Set(manifests.map(({ kind }) => kind))].sort();

test('services of a kubelet are one pod, with the files and the data of the package', () => {
  const result = converted(InstallTarget.STATIC_PODS, 'host-port:broker', 'NetworkPolicy');
  expect(result.refusals).toEqual([]);
  expect(kindsOf(result)).toEqual(['Deployment', 'Namespace', 'ServiceAccount']);
  const text = JSON.stringify(result.manifests);
  expect(text).toContain('"path":"/secure-edge/package/config"');
  expect(text).toContain('"path":"/secure-edge/data/volumes/data"');
  expect(text).toContain('"hostPort":1883');
  expect(text).toContain('"hostAliases":[{"hostnames":["broker","mqtt","bridge"],"ip":"127.0.0.1"}]');
  expect(text).toContain('"imagePullPolicy":"Never"');
  expect(text).toContain('"runAsUser":1883');
  expect(text).not.toContain('docker.sock');
});

test('what is not accepted is rejected with its word, and what nobody can accept is a loss', () => {
  const { refusals, losses } = converted(InstallTarget.STATIC_PODS);
  expect(refusals.map(({ service, key }) => [service, key])).toEqual([['broker', 'host-port']]);
  expect(losses.filter(({ outcome }) => outcome === 'refused').map(({ key }) => key)).toEqual(['volumes[2]']);
});

test('the namespace of the services is that of the app, so that apps have services of one name', () => {
  for (const to of [InstallTarget.STATIC_PODS, InstallTarget.CLUSTER])
    for (const { kind, metadata } of converted(to).manifests)
      expect(metadata).toMatchObject(kind === 'Namespace' ? { name: 'old-broker' } : { namespace: 'old-broker' });
});

test('in a cluster, the services have Services and network policies', () => {
  expect(kindsOf(converted(InstallTarget.CLUSTER))).toEqual(
    expect.arrayContaining(['Deployment', 'NetworkPolicy', 'Service']),
  );
});

test('notes name what is read in another form, unset variables and services that are left out', () => {
  const text = `version: '2'
services:
  web: {image: 'web:1$TAG', net: none}
  tool: {image: web, profiles: [dev]}
`;
  expect(convertedFile(text, InstallTarget.CLUSTER).notes).toEqual([
    'docker-compose.yml:3: services.web.network_mode is "net" in the file, a key of an old version',
    'variable "TAG" is not set in the package, so it is empty',
    'service "tool" is left out, because none of its profiles is active',
  ]);
});

test('volumes whose names are one label of DNS have folders of their own, and the first keeps its folder', () => {
  const pathsOf = (volumes: string): string[] => {
    const text = `services:
  web: {image: web, user: '10001', volumes: ['a_b:/1', 'a-b:/2', 'A.B:/3']}
volumes: {${volumes}}
`;
    return [
      ...JSON.stringify(convertedFile(text, InstallTarget.STATIC_PODS).manifests).matchAll(
        /"path":"[^"]*\/volumes\/([^"]+)"/g,
      ),
    ].map(([, folder = '']) => folder);
  };
  expect(pathsOf('a_b: , a-b: , A.B: ')).toEqual([
    'a-b',
    expect.stringMatching(/^a-b-[0-9a-f]{8}$/),
    expect.stringMatching(/^a-b-[0-9a-f]{8}$/),
  ]);
  expect(new Set(pathsOf('a_b: , a-b: , A.B: ')).size).toBe(3);
  expect(pathsOf('a-b: , a_b: , A.B: ')[1]).toBe('a-b');
});

test.each(['1.22', '1.30', '1.34'])(
  'a client of Parsec is a pod of a kubelet without an API server at Kubernetes %s',
  (version) => {
    writeFiles(folder.path(), {
      'docker-compose.yml': `services:
  signer: {image: signer, user: '20001', volumes: ['/run/parsec/parsec.sock:/run/parsec/parsec.sock']}
`,
    });
    const result = composeConverterFor(
      Target.kubernetes(version),
      InstallTarget.STATIC_PODS,
    )({
      file: join(folder.path(), 'docker-compose.yml'),
      app: 'signer',
      paths: PACKAGE_PATHS,
      accept: new Set(),
      images: { contains: () => true, userOf },
    });
    expect(result.refusals).toEqual([]);
    expect(result.losses.filter(({ outcome }) => outcome === 'refused')).toEqual([]);
    expect(staticPods(result.manifests, new Set()).problems).toEqual([]);
    expect(JSON.stringify(result.manifests)).toContain('"path":"/run/parsec"');
  },
);

test('a pod skeleton is a pod of the kubelet, and its losses have the keys of the skeleton', () => {
  const skeleton = `{
    "kind": "Pod",
    "metadata": { "name": "telemetry" },
    "spec": { "containers": [
      { "name": "collector", "image": "collector:1", "workdingDir": "/srv", "privileged": true }
    ] }
  }`;
  writeFiles(folder.path(), { 'pod.json': skeleton });
  const result = composeConverterFor(
    Target.kubernetes('1.30'),
    InstallTarget.STATIC_PODS,
  )({
    file: join(folder.path(), 'pod.json'),
    app: 'telemetry',
    paths: PACKAGE_PATHS,
    accept: new Set(),
    images: { contains: () => true, userOf },
  });
  expect(staticPods(result.manifests, new Set()).problems).toEqual([]);
  expect(JSON.stringify(result.manifests)).toContain('"namespace":"telemetry"');
  expect(result.losses.map(({ key }) => key)).toContain('spec.containers[0].workdingDir');
  expect(result.refusals).toMatchObject([{ service: 'collector', key: 'privileged' }]);
});

test('configs of a kubelet are files, also with a variable of the package, and in a cluster there are none', () => {
  writeFiles(folder.path(), { '.env': 'GREETING=hello\n' });
  const text = `services:
  web: {image: web, user: '10001', configs: [a, b]}
configs:
  a: {content: text}
  b: {environment: GREETING}
`;
  const { files, losses } = convertedFile(text, InstallTarget.STATIC_PODS);
  expect(files.map(({ text: content, mode }) => [content, mode])).toEqual([
    ['text', 0o444],
    ['hello', 0o444],
  ]);
  expect(losses.filter(({ key }) => key.startsWith('configs'))).toEqual([]);
  expect(convertedFile(text, InstallTarget.CLUSTER).files).toEqual([]);
});
