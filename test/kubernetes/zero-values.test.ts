import fc from 'fast-check';
import { withoutZeroFields, withoutZeroValues } from '../../src/kubernetes/zero-values';
import type { JsonObject } from '../../src/kubernetes/manifest';

describe('a pod spec', () => {
  test.each<[string, JsonObject, JsonObject]>([
    [
      'without the texts that have a default',
      { restartPolicy: '', dnsPolicy: '', serviceAccountName: '', nodeName: '', schedulerName: '' },
      {},
    ],
    ['without null', { automountServiceAccountToken: null, securityContext: null, hostUsers: null }, {}],
    [
      'without empty fields of its containers',
      { containers: [{ name: 'a', image: 'b', imagePullPolicy: '', ports: [{ containerPort: 1, protocol: '' }] }] },
      { containers: [{ name: 'a', image: 'b', ports: [{ containerPort: 1 }] }] },
    ],
    ['without a host port of 0', { containers: [{ ports: [{ hostPort: 0 }] }] }, { containers: [{ ports: [{}] }] }],
    [
      'with the fields of a pointer type',
      { runtimeClassName: '', terminationGracePeriodSeconds: 0, securityContext: { runAsUser: 0 } },
      { runtimeClassName: '', terminationGracePeriodSeconds: 0, securityContext: { runAsUser: 0 } },
    ],
    [
      'with empty texts of the author',
      { containers: [{ env: [{ name: 'A', value: '' }], args: [''] }], nodeSelector: { zone: '' } },
      { containers: [{ env: [{ name: 'A', value: '' }], args: [''] }], nodeSelector: { zone: '' } },
    ],
    ['with an empty type of a profile, which is invalid', profile(''), profile('')],
    ['with what is not an object', { containers: 'x', volumes: [null, 7] }, { containers: 'x', volumes: [null, 7] }],
  ])('is read %s', (_, spec, expected) => {
    expect(withoutZeroValues(spec)).toEqual(expected);
  });

  test('without zero values is the same object', () => {
    const spec = { containers: [{ name: 'a', image: 'b', ports: [{ containerPort: 8080 }] }] };
    expect(withoutZeroValues(spec)).toBe(spec);
  });
});

describe('an object', () => {
  test.each<[string, JsonObject, JsonObject]>([
    [
      'without an empty namespace',
      { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'a', namespace: '' }, data: { a: '' } },
      { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'a' }, data: { a: '' } },
    ],
    [
      'without the target port 0 of a Service',
      service({ type: '', clusterIP: '', ports: [{ port: 80, targetPort: 0, protocol: '' }] }),
      service({ ports: [{ port: 80 }] }),
    ],
    [
      'without the empty strategy of a Deployment',
      { apiVersion: 'apps/v1', kind: 'Deployment', spec: { replicas: 0, strategy: { type: '' } } },
      { apiVersion: 'apps/v1', kind: 'Deployment', spec: { replicas: 0, strategy: {} } },
    ],
    [
      'as it is if its kind belongs to another API',
      { apiVersion: 'serving.knative.dev/v1', kind: 'Service', spec: { type: '' } },
      { apiVersion: 'serving.knative.dev/v1', kind: 'Service', spec: { type: '' } },
    ],
  ])('is read %s', (_, object, expected) => {
    expect(withoutZeroFields(object)).toEqual(expected);
  });
});

test('reading twice changes nothing, and never the input', () => {
  const value = fc.jsonValue({ maxDepth: 4 });
  const spec = fc.record(
    {
      restartPolicy: value,
      securityContext: fc.oneof(value, fc.record({ runAsUser: value }, { requiredKeys: [] })),
      containers: fc.oneof(
        value,
        fc.array(fc.record({ image: value, ports: value, env: value }, { requiredKeys: [] })),
      ),
    },
    { requiredKeys: [] },
  );
  fc.assert(
    fc.property(spec, (given) => {
      const before = JSON.stringify(given);
      const read = withoutZeroValues(given);
      expect(JSON.stringify(given)).toBe(before);
      expect(withoutZeroValues(read)).toBe(read);
    }),
  );
});

function profile(type: string): JsonObject {
  return { securityContext: { seccompProfile: { type } } };
}

function service(spec: JsonObject): JsonObject {
  return { apiVersion: 'v1', kind: 'Service', spec };
}
