import fc from 'fast-check';
import { allBuiltInKinds, builtInKind } from '../../../src/kubernetes/schema/built-in-kinds';
import { builtInSchema, versionsOfField } from '../../../src/kubernetes/schema/built-in-schema';
import { FURTHER_VALUES } from '../../../src/kubernetes/schema/further-values';
import { schemaFaults } from '../../../src/kubernetes/schema/validate';

const faultsOf = (object: unknown, minor = 30, definition = 'core.v1.Pod'): string[] =>
  schemaFaults(builtInSchema(definition, minor), object).map(({ kind, path }) => `${kind} ${path}`);
const pod = (container: object, spec: object = {}): object => ({
  apiVersion: 'v1',
  kind: 'Pod',
  metadata: { name: 'p' },
  spec: { containers: [{ name: 'c', ...container }], ...spec },
});
const C = '/spec/containers/0';

test.each<[string, object, string[]]>([
  ['nothing wrong', pod({}), []],
  ['null for a field', pod({ image: null, ports: null, securityContext: null }), []],
  ['a field that is undefined', pod({ image: undefined, notAField: undefined }), []],
  ['an unknown field', pod({ imagee: 'a' }), [`unknown ${C}/imagee`]],
  ['a field of another object', pod({ hostNetwork: true }), [`unknown ${C}/hostNetwork`]],
  ['a boolean as text', pod({ securityContext: { privileged: 'true' } }), [`type ${C}/securityContext/privileged`]],
  ['a boolean as number', pod({ securityContext: { privileged: 1 } }), [`type ${C}/securityContext/privileged`]],
  [
    'an integer with a fraction',
    pod({}, { terminationGracePeriodSeconds: 1.5 }),
    ['type /spec/terminationGracePeriodSeconds'],
  ],
  ['an integer beyond 32 bits', pod({ ports: [{ containerPort: 2 ** 31 }] }), [`type ${C}/ports/0/containerPort`]],
  ['an object for a list', pod({ env: { A: 'b' } }), [`type ${C}/env`]],
  ['a number for a text', pod({ env: [{ name: 'A', value: 5 }] }), [`type ${C}/env/0/value`]],
  ['a list for an object', pod({ securityContext: [] }), [`type ${C}/securityContext`]],
  ['a missing field', pod({ ports: [{}] }), [`missing ${C}/ports/0/containerPort`]],
  ['null for a required field', pod({ ports: [{ containerPort: null }] }), [`missing ${C}/ports/0/containerPort`]],
  ['a field that only the schema requires', pod({}, { securityContext: { sysctls: [{ name: 'a' }] } }), []],
  ['a value outside an enumeration', pod({ imagePullPolicy: 'always' }), [`value ${C}/imagePullPolicy`]],
  ['an empty text in an enumeration', pod({ imagePullPolicy: '' }), []],
  ['null in a list of objects with required fields', pod({ env: [null] }), [`missing ${C}/env/0`]],
  ['null in another list', pod({ args: [null] }, { tolerations: [null] }), []],
  [
    'a port beyond 32 bits',
    pod({ livenessProbe: { tcpSocket: { port: 2 ** 31 } } }),
    [`type ${C}/livenessProbe/tcpSocket/port`],
  ],
  [
    'the largest port, and one with a name',
    pod({ livenessProbe: { tcpSocket: { port: 2 ** 31 - 1 } }, readinessProbe: { tcpSocket: { port: 'http' } } }),
    [],
  ],
  ['a quantity that is only a sign', pod({ resources: { limits: { cpu: '-', memory: '+' } } }), []],
  ['a quantity', pod({ resources: { limits: { cpu: 0.5, memory: '64MB' } } }), [`value ${C}/resources/limits/memory`]],
  ['a field of a later version', pod({}, { hostUsers: false, resources: {} }), ['unknown /spec/resources']],
])('finds %s', (_, object, expected) => {
  expect(faultsOf(object)).toEqual(expected);
});

test('reads data of a Secret as base64', () => {
  const secret = (a: string): object => ({ apiVersion: 'v1', kind: 'Secret', data: { a } });
  expect(faultsOf(secret('aGVsbG8='), 30, 'core.v1.Secret')).toEqual([]);
  expect(faultsOf(secret('hello!'), 30, 'core.v1.Secret')).toEqual(['value /data/a']);
});

test('an empty text in a list is not unset', () => {
  const policy = { spec: { podSelector: {}, policyTypes: ['', 'Ingress'] } };
  expect(faultsOf(policy, 30, 'networking.v1.NetworkPolicy')).toEqual(['value /spec/policyTypes/0']);
});

test('requires no field of a status, but reads its types', () => {
  const status = { conditions: [{ type: 'Ready' }, null], phase: 'Odd', hostIP: 5 };
  expect(faultsOf({ ...pod({}), status })).toEqual(['type /status/hostIP']);
});

test('says which field may be meant, and how to write a value', () => {
  const faults = schemaFaults(
    builtInSchema('core.v1.Pod', 30),
    pod({ securityContexts: {}, securityContext: { privileged: 'true' }, imagePullPolicy: 'Alway' }),
  );
  expect(faults.map(({ message, fix }) => `${message} | ${fix}`)).toEqual([
    'unknown field spec.containers[0].securityContexts: did you mean "securityContext"? | undefined',
    'spec.containers[0].securityContext.privileged is the string "true"; must be true or false, without quotes | remove the quotes: true',
    'spec.containers[0].imagePullPolicy is "Alway"; must be Always, IfNotPresent or Never: did you mean "Always"? | undefined',
  ]);
});

test('does not repeat a number with a fraction, whose text is not known', () => {
  const faults = schemaFaults(builtInSchema('core.v1.Pod', 30), { metadata: { name: 3, labels: { version: 1.3 } } });
  expect(faults.map(({ fix }) => fix)).toEqual(['put the value in quotes: "3"', 'put the value in quotes']);
});

test('has a field up to its last version', () => {
  const object = { ...pod({}), metadata: { name: 'p', clusterName: 'a' } };
  expect([24, 25].map((minor) => faultsOf(object, minor))).toEqual([[], ['unknown /metadata/clusterName']]);
});

test('knows the versions of a field', () => {
  expect(versionsOfField('core.v1.PodSpec', 'hostUsers')).toEqual({ since: 25, until: Number.POSITIVE_INFINITY });
  expect(versionsOfField('meta.v1.ObjectMeta', 'clusterName')).toEqual({ since: 0, until: 24 });
  expect(versionsOfField('core.v1.PodSpec', 'constructor')).toBeUndefined();
});

test('ends for values that contain themselves, and for values in many places', () => {
  const props: Record<string, unknown> = { type: 'object' };
  props['not'] = props;
  let level: Record<string, unknown> = { type: 'string' };
  for (let i = 0; i < 60; i += 1) level = { allOf: [level, level], not: level };
  const definition = (schema: unknown): object => ({
    spec: {
      group: 'a.example',
      scope: 'Namespaced',
      names: { kind: 'A', plural: 'as' },
      versions: [{ name: 'v1', served: true, storage: true, schema: { openAPIV3Schema: schema } }],
    },
  });
  const kind = builtInKind('apiextensions.k8s.io/v1', 'CustomResourceDefinition')!;
  for (const schema of [props, level]) expect(faultsOf(definition(schema), 30, kind.definition)).toEqual([]);
});

test('reads the schema of every kind in every version, and never throws', () => {
  fc.assert(
    fc.property(
      fc.constantFrom(...allBuiltInKinds()),
      fc.integer({ min: 10, max: 37 }),
      fc.object(),
      (kind, minor, value) => {
        expect(Array.isArray(schemaFaults(builtInSchema(kind.definition, minor), value))).toBe(true);
      },
    ),
    { numRuns: 500 },
  );
});

test.each<[definition: string, value: object, path: string]>([
  [
    'networking.v1.NetworkPolicy',
    { spec: { podSelector: { matchExpressions: [{ key: 'a', operator: 'in' }] } } },
    '/spec/podSelector/matchExpressions/0/operator',
  ],
  ['rbac.v1.RoleBinding', { roleRef: { apiGroup: 'a', kind: 'role', name: 'a' } }, '/roleRef/kind'],
  [
    'autoscaling.v2.HorizontalPodAutoscalerSpec',
    { maxReplicas: 1, scaleTargetRef: { kind: 'a', name: 'a' }, metrics: [{ type: 'resource' }] },
    '/metrics/0/type',
  ],
  ['storage.v1.CSIDriverSpec', { volumeLifecycleModes: ['Persistent', 'ephemeral'] }, '/volumeLifecycleModes/1'],
  ['networking.v1.HTTPIngressPath', { backend: {}, pathType: 'prefix' }, '/pathType'],
])('finds a value that %s does not allow', (definition, value, path) => {
  expect(faultsOf(value, 30, definition)).toEqual([`value ${path}`]);
});

test.each<[string, string, object, number, number]>([
  ['an action', 'batch.v1.PodFailurePolicyRule', { action: 'FailIndex', onPodConditions: [] }, 28, 29],
  ['a protocol', 'core.v1.ContainerPort', { containerPort: 1, protocol: 'SCTP' }, 18, 19],
  ['a propagation', 'core.v1.VolumeMount', { name: 'a', mountPath: '/a', mountPropagation: 'None' }, 10, 11],
  ['a value in a list', 'core.v1.PersistentVolumeClaimSpec', { accessModes: ['ReadWriteOncePod'] }, 26, 27],
  ['a scope', 'core.v1.ResourceQuotaSpec', { scopes: ['VolumeAttributesClass'] }, 33, 34],
  ['a further value', 'autoscaling.v2.MetricSpec', { type: 'ContainerResource' }, 26, 27],
])('allows %s from its version on', (_, definition, value, before, since) => {
  const [fault, ...others] = schemaFaults(builtInSchema(definition, before), value);
  expect(fault?.message).toContain(`, which Kubernetes allows from 1.${since}; must be `);
  expect(others).toEqual([]);
  expect(faultsOf(value, since, definition)).toEqual([]);
});

test.each([
  ['apps.v1.StatefulSetUpdateStrategy', { type: 'Recreate' }, 'type is "Recreate", ', 'OnDelete or RollingUpdate'],
  ['core.v1.Toleration', { operator: 'Gt' }, 'operator is "Gt", ', 'Equal or Exists'],
])('never allows a value of %s that a feature gate guards', (definition, value, start, allowed) => {
  for (const minor of [30, 37])
    expect(schemaFaults(builtInSchema(definition, minor), value).map(({ message }) => message)).toEqual([
      `${start}which Kubernetes allows only behind a feature gate; must be ${allowed}`,
    ]);
});

test('the oldest version allows the values that are as old as their type', () => {
  for (const value of ['OrderedReady', 'Parallel'])
    expect(faultsOf({ podManagementPolicy: value }, 10, 'apps.v1.StatefulSetSpec')).not.toContain(
      'value /podManagementPolicy',
    );
});

test('the further values belong to fields of the table', () => {
  for (const [field] of FURTHER_VALUES) {
    const dot = field.lastIndexOf('.');
    expect(versionsOfField(field.slice(0, dot), field.slice(dot + 1))).toBeDefined();
  }
});
