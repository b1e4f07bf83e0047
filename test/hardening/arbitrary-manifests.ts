import * as fc from 'fast-check';
import { NodeAppArmor, Posture, Target } from 'cdk8s-secure-edge';
import type { JsonObject } from '../../src/kubernetes/manifest';
import { podsIn } from '../kubernetes/pods-in';
import { workloads } from '../kubernetes/workloads';

const minor = fc.integer({ min: 13, max: 37 });
export const target = fc.oneof(
  fc
    .tuple(minor, fc.constantFrom(...Object.values(NodeAppArmor)))
    .map(([m, appArmor]) => Target.kubernetes(`1.${m}`, { appArmor })),
  fc.constant(Target.izumaEdge()),
);
export const posture = fc
  .record({ userNamespaces: fc.boolean(), strictSupplementalGroups: fc.boolean() })
  .map((props) => new Posture(props));

export const oneOf = (...values: unknown[]): fc.Arbitrary<unknown> => fc.constantFrom(...values);
export const sometimes = (model: Record<string, fc.Arbitrary<unknown>>): fc.Arbitrary<JsonObject> =>
  fc.record(model, { requiredKeys: [] });

const name = fc.constantFrom('web', 'log', 'tmp', 'a'.repeat(63), '');
const profile = fc.oneof(
  oneOf(
    { type: 'RuntimeDefault' },
    { type: 'Unconfined' },
    { type: 'Localhost', localhostProfile: 'x' },
    { type: 'Custom' },
    {},
  ),
);
const podContext = sometimes({
  runAsNonRoot: fc.boolean(),
  runAsUser: oneOf(0, 1, 70000),
  fsGroup: oneOf(0, 70000),
  supplementalGroupsPolicy: oneOf('Merge', 'Strict'),
  seccompProfile: profile,
  appArmorProfile: profile,
});
const containerContext = sometimes({
  runAsNonRoot: fc.boolean(),
  runAsUser: oneOf(0, 1),
  privileged: fc.boolean(),
  allowPrivilegeEscalation: fc.boolean(),
  readOnlyRootFilesystem: fc.boolean(),
  capabilities: sometimes({
    drop: oneOf([], ['ALL'], ['NET_RAW']),
    add: oneOf([], ['SYS_ADMIN'], ['CAP_SYS_ADMIN'], ['NET_BIND_SERVICE']),
  }),
  procMount: oneOf('Default', 'Unmasked'),
  seccompProfile: profile,
  appArmorProfile: profile,
});
const containers = fc.array(
  sometimes({
    name,
    image: oneOf('busybox'),
    restartPolicy: oneOf('Always'),
    securityContext: containerContext,
    volumeMounts: oneOf([], [{ name: 'data', mountPath: '/tmp' }], [{ name: 'data', mountPath: '/data' }]),
  }),
  { maxLength: 3 },
);
const annotations = sometimes({
  'seccomp.security.alpha.kubernetes.io/pod': oneOf('unconfined', 'runtime/default', 'localhost/x', ''),
  'container.seccomp.security.alpha.kubernetes.io/web': oneOf('unconfined', 'docker/default'),
  'container.apparmor.security.beta.kubernetes.io/web': oneOf('unconfined', 'localhost/x', ''),
});
export const pod = fc.record(
  {
    metadata: sometimes({ annotations, labels: oneOf({ app: 'x' }), namespace: oneOf('edge') }),
    spec: sometimes({
      os: oneOf({ name: 'windows' }, { name: 'linux' }),
      hostUsers: fc.boolean(),
      hostNetwork: fc.boolean(),
      automountServiceAccountToken: fc.boolean(),
      enableServiceLinks: fc.boolean(),
      securityContext: podContext,
      initContainers: containers,
      containers,
      ephemeralContainers: containers,
      volumes: oneOf([], [{ name: 'data', emptyDir: {} }], [{ name: 'tmp-web', secret: {} }]),
    }),
  },
  { requiredKeys: ['spec'] },
);

/** Object of each kind, with a random pod in it. */
export const workload = fc.tuple(fc.constantFrom(...workloads), pod).map(([{ object }, { metadata, spec }]) => {
  const copy = structuredClone(object);
  for (const { pod: found } of podsIn(copy)) {
    Object.assign(found.spec, spec);
    if (found.annotatable && metadata !== undefined) found.template['metadata'] = metadata;
  }
  return copy;
});
export const manifest = fc.oneof(
  workload,
  fc.array(workload, { maxLength: 2 }).map((items) => ({ apiVersion: 'v1', kind: 'List', items })),
  workload.map((w) => ({
    apiVersion: 'fleet.cattle.io/v1alpha1',
    kind: 'Bundle',
    spec: { resources: [{ content: JSON.stringify(w) }] },
  })),
);
