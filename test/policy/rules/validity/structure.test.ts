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

describe('an object without a name', () => {
  const NAME = ['valid-structure /metadata/name'];

  test.each([
    ['no metadata', '{apiVersion: v1, kind: ConfigMap}', NAME],
    ['empty metadata', '{apiVersion: v1, kind: ConfigMap, metadata: {}}', NAME],
    ['an empty name', '{apiVersion: v1, kind: ConfigMap, metadata: {name: ""}}', NAME],
    ['null', '{apiVersion: v1, kind: ConfigMap, metadata: {name: null, labels: {a: b}}}', NAME],
    ['a name', '{apiVersion: v1, kind: ConfigMap, metadata: {name: a}}', []],
    ['a generated name', '{apiVersion: v1, kind: ConfigMap, metadata: {generateName: a-}}', []],
    ['a number', '{apiVersion: v1, kind: ConfigMap, metadata: {name: 5}}', ['unreadable-content /metadata/name']],
    [
      'a List around a named one',
      '{apiVersion: v1, kind: List, items: [{apiVersion: v1, kind: ConfigMap, metadata: {name: a}}]}',
      [],
    ],
    [
      'a List around it',
      '{apiVersion: v1, kind: List, items: [{apiVersion: v1, kind: ConfigMap, metadata: {}}]}',
      NAME,
    ],
    ['a request', '{apiVersion: authorization.k8s.io/v1, kind: SelfSubjectAccessReview, spec: {}}', []],
    ['a kind that is not of Kubernetes', '{apiVersion: kustomize.config.k8s.io/v1beta1, kind: Kustomization}', []],
    [
      'a pod template',
      '{apiVersion: apps/v1, kind: Deployment, metadata: {name: a}, spec: {selector: {}, template: {metadata: {}, spec: {containers: [{name: a, image: x}]}}}}',
      [],
    ],
    [
      'an object in another kind',
      '{apiVersion: example.com/v1, kind: Bundle, metadata: {name: a}, spec: {resource: {apiVersion: v1, kind: ConfigMap, data: {a: b}}}}',
      [],
    ],
  ])('%s', (_, yaml, expected) => {
    expect(found('edge', yaml)).toEqual(expected);
  });

  test('of a custom resource with a schema', () => {
    const certificate = (metadata: string): string =>
      `{apiVersion: cert-manager.io/v1, kind: Certificate, ${metadata} spec: {secretName: a, issuerRef: {name: a}}}`;
    expect(found('edge', certificate(''))).toEqual(NAME);
    expect(found('edge', certificate('metadata: {name: a},'))).toEqual([]);
  });
});

test('one fault is one finding', () => {
  const pod = `{apiVersion: v1, kind: Pod, metadata: {name: a}, spec: {resources: {}, hostNetwrk: true, containers: [{name: a, image: x, imagePullPolicy: No, resources: {limits: {cpu: 1x}}}]}}`;
  expect(found('edge', pod)).toEqual([
    'field-of-target /spec/resources',
    'unreadable-content /spec/containers/0/imagePullPolicy',
    'valid-structure /spec/hostNetwrk',
  ]);
});

test.each([
  [
    'apps/v1',
    'Deployment',
    '{template: {metadata: {labels: {a: b}}, spec: {containers: [{name: a, image: x}]}}}',
    'selector',
  ],
  ['v1', 'Pod', '{containers: [{image: x}]}', 'containers/0/name'],
])('a required field that is missing in %s %s is one finding', (apiVersion, kind, spec, field) => {
  const engine = new PolicyEngine({ packs: [BuiltInPacks.named('edge')], kubernetes: '1.30' });
  const { findings } = engine.check(
    documents(`{apiVersion: ${apiVersion}, kind: ${kind}, metadata: {name: a}, spec: ${spec}}`),
  );
  expect(findings.filter(({ path }) => path.endsWith(`/${field}`)).map(({ rule }) => rule)).toEqual([
    'valid-structure',
  ]);
});

test('a container of another kind can have no name, because its operator sets one', () => {
  const service = `{apiVersion: serving.knative.dev/v1, kind: Service, metadata: {name: a}, spec: {template: {spec: {containers: [{image: x}]}}}}`;
  const engine = new PolicyEngine({ packs: [BuiltInPacks.named('edge')], kubernetes: '1.30' });
  expect(engine.check(documents(service)).findings.map(({ rule }) => rule)).not.toContain('valid-containers');
});

describe('a pod in a kind of another group', () => {
  const inKind = (apiVersion: string, kind: string, pod: string, container = ''): string =>
    `{apiVersion: ${apiVersion}, kind: ${kind}, metadata: {name: a}, spec: {template: {spec: {${pod} containers: [{image: x${container}}]}}}}`;
  const SPEC = '/spec/template/spec';
  const OPEN: [string, string][] = [
    ['serving.knative.dev/v1', 'Service'],
    ['example.com/v1', 'Widget'],
  ];
  const WHOLE: [string, string][] = [
    ['argoproj.io/v1alpha1', 'Rollout'],
    ['apps.kruise.io/v1beta1', 'StatefulSet'],
    ['apps.openyurt.io/v1alpha1', 'YurtStaticSet'],
  ];

  test.each([...OPEN, ...WHOLE])('has the values of a pod in %s %s', (apiVersion, kind) => {
    const faults = found('edge', inKind(apiVersion, kind, 'dnsPolicy: Own,', ', name: a, imagePullPolicy: Alway'));
    expect(faults).toEqual([
      `valid-structure ${SPEC}/dnsPolicy`,
      `valid-structure ${SPEC}/containers/0/imagePullPolicy`,
    ]);
  });

  test.each(OPEN)('can have further fields and defaults in %s %s', (apiVersion, kind) => {
    expect(found('edge', inKind(apiVersion, kind, 'containerConcurrency: 1,'))).toEqual([]);
  });

  test.each(WHOLE)('has only the fields of a pod in %s %s', (apiVersion, kind) => {
    expect(found('edge', inKind(apiVersion, kind, 'hostNetwrk: true, resources: {},'))).toEqual([
      `field-of-target ${SPEC}/resources`,
      `valid-structure ${SPEC}/hostNetwrk`,
      `valid-structure ${SPEC}/containers/0/name`,
    ]);
  });

  test.each(['{{inputs.parameters.policy}}', '$(params.policy)', '${POLICY}'])(
    'can have the variable %s',
    (variable) => {
      expect(found('edge', inKind('example.com/v1', 'Widget', '', `, imagePullPolicy: "${variable}"`))).toEqual([]);
    },
  );
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
                kept: {type: string, nullable: true, minLength: 1}
                rest: {type: array, items: {type: object, required: [name, step], properties: {name: {type: string, nullable: true}, step: {type: integer, default: 1}}}}
                time: {type: string, format: date-time}
                day: {type: string, format: date}
                four: {type: string, format: ipv4}
                six: {type: string, format: ipv6}
                range: {type: string, format: cidr}
                bytes: {type: string, format: byte}
                uid: {type: string, format: uuid}
                other: {type: string, format: unknown-format}
                port2: {x-kubernetes-int-or-string: true, anyOf: [{type: integer}, {type: string}]}
                pod: {type: object, x-kubernetes-embedded-resource: true, x-kubernetes-preserve-unknown-fields: true}
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
    ['{size: 1, color: null, port: 1}', []],
    ['{size: null, port: 1}', ['valid-structure /spec/size']],
    ['{size: 1, port: 1, kept: null, rest: [{name: null}], tags: null}', []],
    ['{size: 1, port: 1, tags: [null]}', ['valid-structure /spec/tags/0']],
    ['{size: 1, port: 1, rest: [{step: 1}]}', ['valid-structure /spec/rest/0/name']],
    ['{size: 1, port: 1, port2: 1.5}', ['unreadable-content /spec/port2']],
    ['{size: 1, port: 1, pod: {kind: Pod, metadata: {}}}', ['valid-structure /spec/pod/apiVersion']],
    ['{size: 1, port: 1, time: "2030-01-31T12:00:00Z", day: "2030-01-31", four: 10.0.0.1, six: "::1"}', []],
    ['{size: 1, port: 1, range: "fd00::/8", bytes: aGk=, uid: 2c5ea4c0-4067-11e9-8bad-9b1deb4d3b7d, other: "?"}', []],
    [
      '{size: 1, port: 1, time: soon, day: "2030-13-01", four: "::1", six: 10.0.0.1}',
      ['day', 'four', 'six', 'time'].map((field) => `valid-structure /spec/${field}`),
    ],
    [
      '{size: 1, port: 1, range: 10.0.0.0/33, bytes: "a", uid: "1"}',
      ['bytes', 'range', 'uid'].map((field) => `valid-structure /spec/${field}`),
    ],
    [`{size: 1, port: 1, name: "${'a'.repeat(60)}!"}`, ['valid-structure /spec/name']],
    ['{size: 1, port: 1, tags: [a, a]}', ['valid-structure /spec/tags/1']],
    ['{size: 1, port: 1, nmae: a}', ['valid-structure /spec/nmae']],
    ['{size: "1", port: true}', ['unreadable-content /spec/port', 'unreadable-content /spec/size']],
  ])('%s', (spec, expected) => {
    expect(found('edge', widget(spec), DEFINITION).sort()).toEqual([...expected].sort());
    expect(found('edge', `${DEFINITION}---\n${widget(spec)}\n`).sort()).toEqual([...expected].sort());
  });

  test('must have a version that its definition serves, and a kind that one defines', () => {
    const two = DEFINITION.replace('served: true', 'served: false').replace(
      '  versions:',
      '  versions:\n    - {name: v2, served: true, storage: false, schema: {openAPIV3Schema: {type: object}}}',
    );
    expect(found('edge', widget('{size: 1, port: 1}'), two)).toEqual(['served-api-version /apiVersion']);
    expect(found('edge', widget('{}').replace('/v1', '/v3'), two)).toEqual(['served-api-version /apiVersion']);
    expect(found('edge', widget('{}').replace('spec: {}', 'a: {}').replace('/v1', '/v2'), two)).toEqual([
      'valid-structure /a',
    ]);
    expect(found('edge', widget('{}').replace('Widget', 'Wigdet'), two)).toEqual(['served-api-version /kind']);
    expect(found('edge', widget('{}').replace('Widget', 'Gadget'), two)).toEqual([]);
    expect(found('edge', widget('{}').replace('example.com', 'example.org'), two)).toEqual([]);
  });

  test('is checked as far as a damaged definition can be read', () => {
    const odd = '{toString: 5}';
    const damaged = DEFINITION.replace('name: v1', `name: ${odd}`);
    expect(found('edge', widget('{size: 1}'), damaged)).toEqual(['served-api-version /apiVersion']);
    const broken = DEFINITION.replace('required: [size]', `required: [${odd}, size]`)
      .replace('type: integer,', `type: integer, format: ${odd},`)
      .replace('x-kubernetes-list-type: set', `x-kubernetes-list-type: map, x-kubernetes-list-map-keys: [${odd}, a]`)
      .replace('oneOf: [{required: [color]}', `oneOf: [{required: [${odd}, color]}, ${odd}`);
    expect(found('edge', widget('{color: red, tags: [{a: 1}, {a: 1}]}'), broken)).toEqual(
      expect.arrayContaining(['valid-structure /spec/size']),
    );
  });

  test('of a kind that the library knows has its schema', () => {
    const monitor = `{apiVersion: monitoring.coreos.com/v1, kind: ServiceMonitor, metadata: {name: a}, spec: {selector: {}, endpoints: [{portt: x}]}}`;
    expect(found('edge', monitor)).toEqual(['valid-structure /spec/endpoints/0/portt']);
  });
});
