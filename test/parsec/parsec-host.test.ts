import { ParsecHost, type ParsecHostProps } from 'cdk8s-secure-edge';
import { problemOf } from '../edge/apps';

const host = (props: Partial<ParsecHostProps> = {}): ParsecHost =>
  new ParsecHost({ groupId: 998, serviceUserId: 998, ...props });

test("Izuma's gateways have folder, group and user of Izuma Edge", () => {
  expect(ParsecHost.izumaEdge()).toMatchObject({
    socketFolder: '/run/parsec',
    endpoint: 'unix:/run/parsec/parsec.sock',
    groupId: 1206,
    serviceUserId: 1206,
    nodeLabels: { 'node-restriction.kubernetes.io/parsec': 'true' },
  });
});

test.each([
  ['/run/parsec', 'unix:/run/parsec/parsec.sock'],
  ['/srv/keys/parsec', 'unix:/srv/keys/parsec/parsec.sock'],
])('the folder %s has the endpoint %s', (socketFolder, endpoint) => {
  expect(host({ socketFolder }).endpoint).toBe(endpoint);
});

test.each([
  '/',
  '/run',
  '/var/run',
  '/tmp',
  '/var',
  '/var/lib',
  '/var/lib/kubelet',
  '/etc',
  '/dev',
  '/proc/1/root/run/parsec',
  '/run/docker.sock',
  '/run/containerd',
  '/etc/parsec',
  '/var/lib/parsec',
  '/userdata/parsec/mappings',
  '/run/parsec/parsec.sock',
  '/run/parsec/',
  '/run/../run/parsec',
  'run/parsec',
  '',
])('%j is no folder of a socket', (socketFolder) => {
  expect(problemOf(() => host({ socketFolder }))).toContain(JSON.stringify(socketFolder));
});

test.each([
  ['/run', "it gives access to the container runtime's socket"],
  ['/var/lib/parsec', "must contain only Parsec's socket"],
  ['/run/parsec/parsec.sock', 'a mounted socket stops working when the service restarts'],
])('of %j it is said why', (socketFolder, why) => {
  expect(problemOf(() => host({ socketFolder }))).toContain(why);
});

test.each<[string, Partial<ParsecHostProps>, string]>([
  ["root's group", { groupId: 0 }, "groupId must not be 0, which is root's"],
  [
    'a group that is no number',
    { groupId: Number.NaN },
    'groupId must be a whole number from 0 to 2147483647, got NaN',
  ],
  ['a group beyond those of Kubernetes', { groupId: 2 ** 31 }, 'groupId must be a whole number'],
  ['a negative user', { serviceUserId: -1 }, 'serviceUserId must be a whole number'],
  ['half a user', { serviceUserId: 1.5 }, 'serviceUserId must be a whole number'],
  ['a label that is none', { nodeLabels: { 'a b': 'true' } }, 'node label key must be'],
  ['the value of a label that is none', { nodeLabels: { parsec: 'yes, it has' } }, 'node label "parsec" must be'],
])('%s is refused', (_, props, problem) => {
  expect(problemOf(() => host(props))).toContain(problem);
});

test('all that is wrong is said at once', () => {
  expect(problemOf(() => host({ groupId: 0, serviceUserId: -1, socketFolder: 'x.sock' }))).toMatch(
    /^ParsecHost: 4 problems/,
  );
});

test('its labels are its own, whatever becomes of those given', () => {
  const nodeLabels = { site: 'north' };
  const north = host({ nodeLabels });
  nodeLabels.site = 'south';
  expect(north.nodeLabels).toEqual({ site: 'north' });
});
