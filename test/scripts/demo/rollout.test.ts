import { rolloutOf, stuckReasons, Workload } from '../../../scripts/demo/rollout';

const deployment = (status: Workload['status'], replicas?: number): Workload => ({
  kind: 'Deployment',
  metadata: { name: 'web', generation: 2 },
  spec: { replicas },
  status: { observedGeneration: 2, ...status },
});
const daemonSet = (status: Workload['status']): Workload => ({
  kind: 'DaemonSet',
  metadata: { name: 'loader', generation: 2 },
  status: { observedGeneration: 2, ...status },
});

describe('a roll-out', () => {
  test('is done if all pods are new and ready', () => {
    expect(rolloutOf(deployment({ replicas: 3, updatedReplicas: 3, availableReplicas: 3 }, 3))).toEqual({
      isDone: true,
      text: '3 of 3 ready',
    });
    expect(rolloutOf(daemonSet({ desiredNumberScheduled: 2, updatedNumberScheduled: 2, numberAvailable: 2 }))).toEqual({
      isDone: true,
      text: '2 of 2 ready',
    });
  });

  test('of a Deployment without a number of replicas waits for one replica', () => {
    expect(rolloutOf(deployment({ replicas: 1, updatedReplicas: 1, availableReplicas: 1 })).isDone).toBe(true);
    expect(rolloutOf(deployment({}))).toMatchObject({ isDone: false, text: expect.stringMatching(/^0 of 1 ready/) });
  });

  test.each([
    ['a pod is not ready', deployment({ replicas: 1, updatedReplicas: 1 })],
    ['an old pod is left', deployment({ replicas: 2, updatedReplicas: 1, availableReplicas: 1 })],
    ['the ready pod is an old one', deployment({ replicas: 1, updatedReplicas: 0, availableReplicas: 1 })],
    [
      'the controller has not seen the newest template',
      deployment({ observedGeneration: 1, replicas: 1, updatedReplicas: 1, availableReplicas: 1 }),
    ],
    ['a node lacks its pod', daemonSet({ desiredNumberScheduled: 2, updatedNumberScheduled: 2, numberAvailable: 1 })],
    ['a node runs an old pod', daemonSet({ desiredNumberScheduled: 2, updatedNumberScheduled: 1, numberAvailable: 2 })],
    [
      'a DaemonSet is of an older template',
      daemonSet({ observedGeneration: 1, desiredNumberScheduled: 2, updatedNumberScheduled: 2, numberAvailable: 2 }),
    ],
    ['the workload does not exist', undefined],
  ])('is not done while %s', (_, workload) => {
    expect(rolloutOf(workload).isDone).toBe(false);
  });
});

describe('the reasons that a roll-out is stuck', () => {
  test('include a container that waits, has ended, or is not ready', () => {
    const containerStatuses = [
      {
        name: 'a',
        ready: false,
        state: { waiting: { reason: 'CreateContainerError', message: 'apparmor profile not found armored ' } },
      },
      { name: 'b', ready: false, state: { terminated: { reason: 'Error', exitCode: 3 } } },
      { name: 'c', ready: false, state: {} },
      { name: 'd', ready: true, state: {} },
    ];
    const initContainerStatuses = [{ name: 'i', ready: false, state: { waiting: { reason: 'PodInitializing' } } }];
    expect(
      stuckReasons('web', [{ metadata: { name: 'web-1' }, status: { containerStatuses, initContainerStatuses } }], []),
    ).toEqual([
      'web-1: container i is waiting: PodInitializing',
      'web-1: container a is waiting: CreateContainerError: apparmor profile not found armored',
      'web-1: container b has ended with exit code 3: Error',
      'web-1: container c runs, but is not ready',
    ]);
  });

  test('include a pod without a node', () => {
    const conditions = [
      { type: 'PodScheduled', status: 'False', reason: 'Unschedulable', message: '0/1 nodes are available' },
    ];
    expect(stuckReasons('web', [{ metadata: { name: 'web-1' }, status: { conditions } }], [])).toEqual([
      'web-1: Unschedulable: 0/1 nodes are available',
    ]);
  });

  test('include the last warnings of a workload whose pods are rejected', () => {
    const event = (name: string, message: string, type = 'Warning'): object => ({
      type,
      reason: 'FailedCreate',
      message,
      involvedObject: { name },
    });
    const events = [
      event('web-5d', 'old'),
      event('web-5d', 'a'),
      event('web-5d', 'a'),
      event('web', 'b'),
      event('web-5d', 'c'),
      event('web-5d', 'd', 'Normal'),
      event('other', 'e'),
    ];
    expect(stuckReasons('web', [], events as any)).toEqual([
      'web-5d: FailedCreate: a',
      'web: FailedCreate: b',
      'web-5d: FailedCreate: c',
    ]);
  });

  test('do not include another workload with a similar name', () => {
    const pod = (name: string): any => ({
      metadata: { name },
      status: { containerStatuses: [{ name: 'x', ready: false }] },
    });
    expect(
      stuckReasons('hello-user', [pod('armored-hello-user-1'), pod('hello-users-1'), pod('hello-user-1')], []),
    ).toEqual(['hello-user-1: container x runs, but is not ready']);
  });
});
