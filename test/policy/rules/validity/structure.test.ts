import { BuiltInPacks } from '../../../../src/policy/built-in-packs';
import { PolicyEngine } from '../../../../src/policy/engine';
import { documents } from '../../judging';

const found = (pack: string, yaml: string, crds?: string): string[] => {
  const engine = new PolicyEngine({
    packs: [BuiltInPacks.named(pack)],
    kubernetes: '1.30',
    ...(crds !== undefined && { crds: documents(crds) }),
  });
  return engine
    .check(documents(yaml))
    .findings.filter(({ rule }) =>
      ['field-of-target', 'served-api-version', 'unreadable-content', 'valid-structure'].includes(rule),
    )
    .map(({ rule, path }) => `${rule} ${path}`);
};

const CONTAINERS = 'containers: [{name: a, image: x, securityContext: {privileged: "true"}}]';
const PRIVILEGED = '/spec/template/spec/containers/0/securityContext/privileged';

test.each(BuiltInPacks.all().map(({ name }) => name))('the pack %s does not take a text for an unset field', (pack) => {
  const job = `{apiVersion: batch/v1, kind: Job, metadata: {name: a}, spec: {template: {spec: {${CONTAINERS}}}}}`;
  expect(found(pack, job)).toEqual([`unreadable-content ${PRIVILEGED}`]);
  const rollout = job.replace('batch/v1', 'argoproj.io/v1alpha1').replace('Job', 'Rollout');
  expect(found(pack, rollout)).toEqual([`unreadable-content ${PRIVILEGED}`]);
});

test('one fault is one finding', () => {
  const pod = `{apiVersion: v1, kind: Pod, metadata: {name: a}, spec: {resources: {}, hostNetwrk: true, containers: [{name: a, image: x, imagePullPolicy: No, resources: {limits: {cpu: 1x}}}]}}`;
  expect(found('edge', pod)).toEqual([
    'field-of-target /spec/resources',
    'unreadable-content /spec/containers/0/imagePullPolicy',
    'valid-structure /spec/hostNetwrk',
  ]);
});

const DEFINITION = `
apiVersion: apiextensions.k8s.io/v1
kind: CustomResourceDefinition
metadata: {name: widgets.example.com}
spec:
  group: example.com
  scope: Namespaced
  names: {kind: Widget, plural: widgets}
  versions:
    - name: v1
      served: true
      storage: true
      schema:
        openAPIV3Schema:
          type: object
          properties:
            spec:
              type: object
              required: [size]
              properties:
                size: {type: integer, minimum: 1, maximum: 5}
                name: {type: string, pattern: '^(a+)+$'}
                color: {type: string, enum: [red, green]}
                port: {x-kubernetes-int-or-string: true}
                free: {type: object, x-kubernetes-preserve-unknown-fields: true}
                tags: {type: array, x-kubernetes-list-type: set, items: {type: string}}
              oneOf: [{required: [color]}, {required: [port]}]
`;

describe('a custom resource', () => {
  const widget = (spec: string): string =>
    `{apiVersion: example.com/v1, kind: Widget, metadata: {name: a, namespace: edge}, spec: ${spec}}`;

  test.each([
    ['{size: 2, color: red, name: aa, free: {b: {c: 1}}, tags: [a, b]}', []],
    ['{size: 2, port: http}', []],
    ['{size: 9, color: red}', ['valid-structure /spec/size']],
    ['{color: red}', ['valid-structure /spec/size']],
    ['{size: 1, color: blue}', ['valid-structure /spec/color']],
    ['{size: 1, color: red, port: 1}', ['valid-structure /spec']],
    ['{size: 1, color: null, port: 1}', ['valid-structure /spec/color', 'valid-structure /spec']],
    [`{size: 1, port: 1, name: "${'a'.repeat(60)}!"}`, ['valid-structure /spec/name']],
    ['{size: 1, port: 1, tags: [a, a]}', ['valid-structure /spec/tags/1']],
    ['{size: 1, port: 1, nmae: a}', ['valid-structure /spec/nmae']],
    ['{size: "1", port: true}', ['unreadable-content /spec/port', 'unreadable-content /spec/size']],
  ])('%s', (spec, expected) => {
    expect(found('edge', widget(spec), DEFINITION).sort()).toEqual([...expected].sort());
    expect(found('edge', `${DEFINITION}---\n${widget(spec)}\n`).sort()).toEqual([...expected].sort());
  });

  test('of a kind that the library knows has its schema', () => {
    const monitor = `{apiVersion: monitoring.coreos.com/v1, kind: ServiceMonitor, metadata: {name: a}, spec: {selector: {}, endpoints: [{portt: x}]}}`;
    expect(found('edge', monitor)).toEqual(['valid-structure /spec/endpoints/0/portt']);
  });
});
