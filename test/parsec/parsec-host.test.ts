import { ParsecHost, type ParsecHostProps } from 'cdk8s-secure-edge';
import { problemOf } from '../edge/apps';

const host = (props: Partial<ParsecHostProps> = {}): ParsecHost =>
  new ParsecHost({ groupId: 998, serviceUserId: 998, ...props });

test("izumaEdge has the folder, the group and the user of Izuma's gateways", () => {
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
])('rejects the socket folder %j', (socketFolder) => {
  expect(problemOf(() => host({ socketFolder }))).toContain(JSON.stringify(socketFolder));
});

test.each([
  ['/run', "it gives access to the container runtime's socket"],
  ['/var/lib/parsec', "must contain only Parsec's socket"],
  ['/run/parsec/parsec.sock', 'a mounted socket stops working when the service restarts'],
])('gives a reason for rejecting %j', (socketFolder, why) => {
  expect(problemOf(() => host({ socketFolder }))).toContain(why);
});

test.each<[string, Partial<ParsecHostProps>, string]>([
  ["root's group", { groupId: 0 }, "groupId must not be 0, which is root's"],
  [
    'a group that is not a number',
    { groupId: Number.NaN },
    'groupId must be a whole number from 0 to 2147483647, got NaN',
  ],
  ['a group above the maximum of Kubernetes', { groupId: 2 ** 31 }, 'groupId must be a whole number'],
  ['a negative user', { serviceUserId: -1 }, 'serviceUserId must be a whole number'],
  ['a fractional user', { serviceUserId: 1.5 }, 'serviceUserId must be a whole number'],
  ['an invalid label key', { nodeLabels: { 'a b': 'true' } }, 'node label key must be'],
  ['an invalid label value', { nodeLabels: { parsec: 'yes, it has' } }, 'node label "parsec" must be'],
])('rejects %s', (_, props, problem) => {
  expect(problemOf(() => host(props))).toContain(problem);
});

test('reports all problems in one error', () => {
  expect(problemOf(() => host({ groupId: 0, serviceUserId: -1, socketFolder: 'x.sock' }))).toMatch(
    /^ParsecHost: 4 problems/,
  );
});

test('copies its labels', () => {
  const nodeLabels = { site: 'north' };
  const north = host({ nodeLabels });
  nodeLabels.site = 'south';
  expect(north.nodeLabels).toEqual({ site: 'north' });
});
