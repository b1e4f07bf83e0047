import { podSecurityJudge } from '../../../src/cli/package/pod-judge';
import { Target } from '../../../src/kubernetes/target';

const pod = (spec: object, container: object = {}): Record<string, unknown> => ({
  apiVersion: 'v1',
  kind: 'Pod',
  metadata: {
    name: 'web',
    annotations: { 'secure-edge.dev/acknowledge': '[{rule: no-host-namespaces, reason: it is needed}]' },
  },
  spec: { containers: [{ name: 'main', image: 'localhost/web:1', ...container }], ...spec },
});

const RESTRICTED = {
  securityContext: {
    runAsNonRoot: true,
    allowPrivilegeEscalation: false,
    capabilities: { drop: ['ALL'] },
    seccompProfile: { type: 'RuntimeDefault' },
  },
};

test.each([Target.kubernetes('1.37'), Target.kubernetes('1.13'), Target.izumaEdge()])(
  'privileges that baseline forbids are separate from those that only restricted forbids, for $name',
  (target) => {
    const judge = podSecurityJudge(target);
    const judged = judge(pod({ hostPID: true }));
    expect(judged.filter((each) => each.isForbiddenByBaseline)).toEqual([
      { message: expect.stringContaining('hostPID=true') as string, isForbiddenByBaseline: true },
    ]);
    expect(
      judged
        .filter((each) => !each.isForbiddenByBaseline)
        .map(({ message }) => message)
        .join(),
    ).toContain('runAsNonRoot');
  },
);

test('a pod that passes restricted requests no privileges, and neither does an object without a pod', () => {
  const judge = podSecurityJudge(Target.kubernetes('1.37'));
  expect(judge(pod({}, RESTRICTED))).toEqual([]);
  expect(judge({ apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'c' } })).toEqual([]);
});

test('the template of a workload is judged as well', () => {
  const template = { spec: pod({ hostNetwork: true }, RESTRICTED)['spec'] };
  const judge = podSecurityJudge(Target.kubernetes('1.37'));
  const deployment = { apiVersion: 'apps/v1', kind: 'Deployment', metadata: { name: 'd' }, spec: { template } };
  expect(judge(deployment)).toEqual([
    { message: expect.stringContaining('hostNetwork=true') as string, isForbiddenByBaseline: true },
  ]);
});
