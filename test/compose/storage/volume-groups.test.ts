import type { ServiceDefinition } from '../../../src/compose/service-definition';
import { convertedServices, podOf } from '../project';

const mounting = (source: string, more: ServiceDefinition = {}): ServiceDefinition => ({
  volumes: [{ type: 'volume', source, target: `/${source}` }],
  ...more,
});
const both = (one: string, other: string): ServiceDefinition => ({
  volumes: [one, other].map((source) => ({ type: 'volume', source, target: `/${source}` })),
});
const volumes = new Map(['a', 'b', 'c'].map((name) => [name, name === 'c' ? { external: true } : {}]));

test('apps that write to one volume get the group of the first one with a number', () => {
  const { manifests, entries } = convertedServices(
    {
      web: mounting('a'),
      api: mounting('a', { user: '1000:1001' }),
      job: mounting('b', { user: '2000' }),
      both: both('a', 'b'),
      outside: mounting('c', { user: '3000' }),
      reader: { volumes: [{ type: 'volume', source: 'a', target: '/a', read_only: true }] },
    },
    {},
    { volumes },
  );
  const idsOf = (name: string): unknown[] => {
    const { runAsUser, runAsGroup, fsGroup } = podOf(manifests, name)['securityContext'] as Record<string, unknown>;
    return [runAsUser, runAsGroup, fsGroup];
  };
  expect(idsOf('web')).toEqual([65532, 1001, 1001]);
  expect(idsOf('api')).toEqual([1000, 1001, 1001]);
  expect(idsOf('job')).toEqual([2000, 1001, 1001]);
  expect(idsOf('both')).toEqual([65532, 1001, 1001]);
  expect(idsOf('outside')).toEqual([3000, 3000, 3000]);
  expect(idsOf('reader').slice(0, 2)).toEqual([65532, 65532]);
  const difference = 'the group is 1001, that of "api", because both write to one volume';
  for (const name of ['web', 'job', 'both'])
    expect(entries.get(`${name} user`)).toMatchObject({
      outcome: 'approximated',
      reason: expect.stringContaining(difference) as string,
    });
  expect(entries.get('api user')).toMatchObject({ outcome: 'converted' });
});

test('an app that is accepted as root keeps its user, and gets the groups of its pod', () => {
  const { manifests } = convertedServices(
    { web: mounting('a', { user: '0', group_add: ['44'] }), api: mounting('a', { user: '1000' }) },
    { accepted: new Map([['root-user:web', 'the image runs as root only']]) },
    { volumes },
  );
  const { securityContext, containers } = podOf(manifests, 'web') as Record<string, any>;
  expect(securityContext).toMatchObject({ fsGroup: 1000, supplementalGroups: [44] });
  expect(containers[0].securityContext).toMatchObject({ runAsUser: 0 });
  expect(podOf(manifests, 'api')['securityContext']).toMatchObject({ runAsUser: 1000, fsGroup: 1000 });
});
