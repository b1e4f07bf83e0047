import { objectsIn } from '../../src/kubernetes/objects';
import { tektonPodsIn } from '../../src/kubernetes/tekton';
import { readYamlDocuments } from '../../src/kubernetes/yaml/yaml-stream';
import { BuiltInPacks } from '../../src/policy/built-in-packs';
import { PolicyEngine } from '../../src/policy/engine';
import { documents } from '../policy/judging';

const object = (kind: string, spec: string, apiVersion = 'tekton.dev/v1'): any =>
  readYamlDocuments(
    `{apiVersion: ${apiVersion}, kind: ${kind}, metadata: {name: a, namespace: ci}, spec: {${spec}}}`,
  )[0];
const specs = (kind: string, spec: string): any[] => tektonPodsIn(object(kind, spec)).pods.map((pod) => pod.spec);

describe('a task', () => {
  test('has a container for each step and sidecar, and its volumes', () => {
    const [pod] = specs(
      'Task',
      'steps: [{name: a, image: x}, {image: m, computeResources: {limits: {cpu: 1}}}], sidecars: [{name: s, image: z}], volumes: [{name: v}]',
    );
    expect(pod).toEqual({
      volumes: [{ name: 'v' }],
      containers: [
        { name: 'a', image: 'x' },
        { name: 'unnamed-1', image: 'm', resources: { limits: { cpu: 1 } } },
        { name: 's', image: 'z' },
      ],
    });
  });

  test('merges the template of steps into each step, and not into sidecars', () => {
    const [pod] = specs(
      'Task',
      'stepTemplate: {image: t, env: [{name: A, value: a}, {name: B, value: b}], securityContext: {runAsNonRoot: true}}, steps: [{name: a, env: [{name: B, value: c}], securityContext: {privileged: true}}], sidecars: [{name: s, image: z}]',
    );
    expect(pod.containers).toEqual([
      {
        name: 'a',
        image: 't',
        env: [
          { name: 'A', value: 'a' },
          { name: 'B', value: 'c' },
        ],
        securityContext: { runAsNonRoot: true, privileged: true },
      },
      { name: 's', image: 'z' },
    ]);
  });

  test.each([
    ['a default', 'params: [{name: i, default: x}], steps: [{name: a, image: $(params.i)}]', 'x'],
    ['a default in brackets', `params: [{name: i, default: x}], steps: [{name: a, image: '$(params["i"]):1'}]`, 'x:1'],
    ['no default', 'params: [{name: i}], steps: [{name: a, image: $(params.i)}]', '$(params.i)'],
  ])('has the image of a parameter with %s', (_, spec, image) => {
    expect(specs('Task', spec)[0].containers[0].image).toBe(image);
  });

  test('has no pod if all its steps are in other objects', () => {
    expect(specs('Task', 'steps: [{name: a, ref: {name: lint}}]')).toEqual([]);
  });
});

describe('a run', () => {
  test('gives its pod template, account and parameters to the task in it', () => {
    const spec =
      'serviceAccountName: b, params: [{name: i, value: m}], podTemplate: {hostNetwork: true, env: [{name: A}], volumes: [{name: w}]}, taskSpec: {params: [{name: i, default: x}], volumes: [{name: v}], steps: [{name: a, image: $(params.i)}]}';
    expect(specs('TaskRun', spec)).toEqual([
      {
        hostNetwork: true,
        serviceAccountName: 'b',
        volumes: [{ name: 'v' }, { name: 'w' }],
        containers: [{ name: 'a', image: 'm' }],
      },
    ]);
  });

  test('has a pod without containers if the task is in another object', () => {
    expect(specs('TaskRun', 'taskRef: {name: t}, podTemplate: {hostNetwork: true}')).toEqual([
      { hostNetwork: true, containers: [] },
    ]);
    expect(specs('TaskRun', 'taskRef: {name: t}')).toEqual([]);
  });

  test.each([
    [
      'v1',
      'taskRunTemplate: {podTemplate: {hostNetwork: true}, serviceAccountName: b}',
      'podTemplate: {priorityClassName: p}',
    ],
    ['v1beta1', 'podTemplate: {hostNetwork: true}, serviceAccountName: b', 'taskPodTemplate: {priorityClassName: p}'],
  ])('of a pipeline has settings for all and for single tasks, in %s', (_, forAll, forOne) => {
    const spec = `${forAll}, taskRunSpecs: [{pipelineTaskName: two, ${forOne}}], pipelineSpec: {params: [{name: i, default: x}], tasks: [{name: one, taskSpec: {steps: [{name: a, image: m}]}}, {name: ref, taskRef: {name: r}}], finally: [{name: two, params: [{name: j, value: $(params.i)}], taskSpec: {steps: [{name: b, image: $(params.j)}]}}]}`;
    const common = { hostNetwork: true, serviceAccountName: 'b' };
    expect(specs('PipelineRun', spec)).toEqual([
      { ...common, containers: [{ name: 'a', image: 'm' }] },
      { ...common, priorityClassName: 'p', containers: [{ name: 'b', image: 'x' }] },
    ]);
  });
});

const findings = (kind: string, spec: string): string[] => {
  const engine = new PolicyEngine({ packs: [BuiltInPacks.named('edge')], kubernetes: '1.30' });
  const manifest = JSON.stringify(object(kind, spec));
  return engine
    .check(documents(manifest))
    .findings.map(({ rule, container, path }) => `${rule} ${container ?? '-'} ${path}`);
};

test.each([
  [
    'a step',
    'Task',
    'steps: [{name: a, image: x, securityContext: {privileged: true}}]',
    'no-privileged a /spec/steps/0/securityContext/privileged',
  ],
  [
    'the template of steps',
    'Task',
    'stepTemplate: {securityContext: {privileged: true}}, steps: [{name: a, image: x}]',
    'no-privileged a /spec/stepTemplate/securityContext/privileged',
  ],
  [
    'a step that merges the template',
    'Task',
    'stepTemplate: {securityContext: {runAsUser: 1}}, steps: [{name: a, image: x, securityContext: {privileged: true}}]',
    'no-privileged a /spec/steps/0/securityContext/privileged',
  ],
  [
    'a sidecar',
    'ClusterTask',
    'steps: [], sidecars: [{name: s, image: x, securityContext: {capabilities: {add: [SYS_ADMIN]}}}]',
    'added-capabilities s /spec/sidecars/0/securityContext/capabilities/add/0',
  ],
  [
    'a volume',
    'Task',
    'steps: [{image: x}], volumes: [{name: v, hostPath: {path: /etc}}]',
    'no-host-path - /spec/volumes/0/hostPath',
  ],
  [
    'an action',
    'StepAction',
    'image: x, securityContext: {privileged: true}',
    'no-privileged unnamed-0 /spec/securityContext/privileged',
  ],
  [
    'a task in a pipeline',
    'Pipeline',
    'finally: [{name: t, taskSpec: {steps: [{name: a, image: x, securityContext: {privileged: true}}]}}]',
    'no-privileged a /spec/finally/0/taskSpec/steps/0/securityContext/privileged',
  ],
  [
    'the limits of a step',
    'Task',
    'steps: [{name: a, image: x}]',
    'resource-limits a /spec/steps/0/computeResources/limits/cpu',
  ],
  [
    'the pod template of a run',
    'PipelineRun',
    'pipelineRef: {name: p}, taskRunTemplate: {podTemplate: {hostNetwork: true}}',
    'no-host-namespaces - /spec/taskRunTemplate/podTemplate/hostNetwork',
  ],
])('a weakness is found in %s', (_, kind, spec, expected) => {
  expect(findings(kind, spec)).toContain(expected);
});

test('an image that a parameter gives at run time has no finding', () => {
  const spec = 'params: [{name: i}], steps: [{name: a, image: $(params.i)}]';
  expect(findings('Task', spec).filter((each) => each.includes('image') || each.includes('latest'))).toEqual([]);
});

test('a secret of a step is found once', () => {
  const spec = 'steps: [{name: a, image: x, env: [{name: DB_PASSWORD, value: hunter2-Zk4Lq9}]}]';
  expect(findings('Task', spec).filter((each) => each.includes('secret'))).toEqual([
    'no-plain-secret-env a /spec/steps/0/env/0/value',
  ]);
});

test.each([
  ['a task', 'Task', 'steps: [{image: x, securityContext: {privileged: true}}]', undefined],
  [
    'a weak step that refers to an action',
    'Task',
    'steps: [{ref: {name: a}, securityContext: {privileged: true}}]',
    '/spec/steps/0/securityContext',
  ],
  ['a run of another kind of task', 'CustomRun', 'customSpec: {spec: {privileged: true}}', '/spec/customSpec/spec'],
])('says what is not read of %s', (_, kind, spec, unjudged) => {
  const [found] = objectsIn(object(kind, spec), { byShape: true }).objects;
  expect(found?.shapes?.unjudged).toBe(unjudged);
});
