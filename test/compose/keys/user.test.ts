import { IdentityRegistry } from '../../../src/gateway/identity-registry';
import { convertProject, manifestsOf } from '../../../src/compose/compose-converter';
import { Target } from '../../../src/kubernetes/target';
import { convertedService, podOf, projectOf } from '../project';

const registry = IdentityRegistry._empty('identities.json')._assign('other')._assign('web');
const uid = registry._find('web')?.uid;

test.each([
  ['1000:1001', 'converted', { runAsUser: 1000, runAsGroup: 1001 }],
  ['1000', 'approximated', { runAsUser: 1000, runAsGroup: 1000 }],
  ['1000:0', 'approximated', { runAsUser: 1000, runAsGroup: 1000 }],
  ['1000:staff', 'approximated', { runAsUser: 1000, runAsGroup: 1000 }],
  ['app', 'refused', { runAsUser: 65532 }],
  [undefined, 'approximated', { runAsUser: 65532 }],
])('user %s is %s', (user, outcome, context) => {
  const { pod, entries } = convertedService(user === undefined ? {} : { user });
  expect(pod['securityContext']).toMatchObject(context);
  expect(entries.find(({ key }) => key === 'user')).toMatchObject({ outcome });
});

test('a service without a number gets the user of the registry, or of the image', () => {
  expect(convertedService({}, { identities: registry }).pod['securityContext']).toMatchObject({ runAsUser: uid });
  const userOfImage = (): string => '999:998';
  expect(convertedService({}, { userOfImage }).pod['securityContext']).toMatchObject({
    runAsUser: 999,
    runAsGroup: 998,
  });
  expect(convertedService({}, { userOfImage: () => 'root' }).pod['securityContext']).toMatchObject({
    runAsUser: 65532,
  });
});

test.each([
  [undefined, 'the user of the image is unknown here and may be root'],
  ['', 'the image runs as root'],
  ['0:0', 'the image runs as root'],
  ['root', 'the image runs as root'],
  ['postgres', 'the number of the user of the image, "postgres", is known only in the image'],
])('the report says why the user %p of an image is not kept', (user, reason) => {
  const { entries } = convertedService({}, { userOfImage: () => user });
  expect(entries.find(({ key }) => key === 'user')?.reason).toBe(
    `the file has no user, so the app runs as the default user, 65532, because ${reason}: set user if it needs another`,
  );
});

test('groups are numbers other than 0', () => {
  const { pod, entries } = convertedService({ group_add: ['44', '0', 'video'] });
  expect(pod['securityContext']).toMatchObject({ supplementalGroups: [44] });
  const outcomes = entries.filter(({ key }) => key.startsWith('group_add')).map(({ outcome }) => outcome);
  expect(outcomes).toEqual(['converted', 'refused', 'unsupported']);
});

describe("Parsec's socket", () => {
  const socket = { type: 'bind', source: '/var/run/parsec', target: '/run/parsec' } as const;

  test('makes the app a client of Parsec with a user of its own', () => {
    const definition = { user: '20001', volumes: [socket], environment: { PARSEC_SERVICE_ENDPOINT: 'unix:/x' } };
    const { pod, container } = convertedService(definition, { namespace: 'shop' });
    expect(pod['securityContext']).toMatchObject({ runAsUser: 20001, supplementalGroups: [1206] });
    expect(container['env']).toEqual([{ name: 'PARSEC_SERVICE_ENDPOINT', value: 'unix:/run/parsec/parsec.sock' }]);
    expect(JSON.stringify(pod['volumes'])).toContain('"path":"/run/parsec"');
  });

  test('is a claim on a named gateway, which Pod Security restricted accepts', () => {
    const options = { namespace: 'shop', gateway: 'gateway-1' };
    const { pod, manifests } = convertedService({ user: '20001', volumes: [socket] }, options);
    expect(JSON.stringify(pod['volumes'])).not.toContain('hostPath');
    expect(manifests[0]?.['metadata']).toMatchObject({
      labels: { 'pod-security.kubernetes.io/enforce': 'restricted' },
    });
  });

  test('is left out without a user, and for a user that another client has', () => {
    expect(convertedService({ volumes: [socket] }, { namespace: 'shop' }).conversion.report.refused).toMatchObject([
      { key: 'volumes[0]' },
    ]);
    const client = { image: 'docker.io/library/redis:7', user: '20001', volumes: [socket] };
    const options = { target: Target.kubernetes('1.30'), accepted: new Map<string, string>(), namespace: 'shop' };
    const conversion = convertProject(projectOf({ web: client, db: client }), options);
    expect(conversion.report.refused).toMatchObject([{ service: 'db', key: 'volumes[0]' }]);
    expect(JSON.stringify(podOf(manifestsOf(conversion), 'db'))).not.toContain('parsec');
  });
});
