import * as fc from 'fast-check';
import { NodeAppArmor, Target } from 'cdk8s-secure-edge';
import { harden } from '../../src/hardening/harden';
import { isObject, type JsonObject } from '../../src/kubernetes/manifest';
import { exhaustive, runs } from '../exhaustive';
import { manifest, oneOf, pod, posture, sometimes, target, workload } from './arbitrary-manifests';
import { violations } from './pod-security-restricted';

const SEED = { seed: 1 };

/** Returns the paths of leaves in `before` that `after` does not have, or that have another value. Empty lists and objects may be filled. */
function changedLeaves(before: unknown, after: unknown, path = ''): string[] {
  if (Array.isArray(before)) {
    return Array.isArray(after) ? before.flatMap((v, i) => changedLeaves(v, after[i], `${path}/${i}`)) : [path];
  }
  if (isObject(before)) {
    if (!isObject(after)) return [path];
    return Object.keys(before).flatMap((key) => changedLeaves(before[key], after[key], `${path}/${key}`));
  }
  return Object.is(before, after) ? [] : [path];
}

test('hardening changes no leaf of its input', () => {
  fc.assert(
    fc.property(workload, posture, target, (w, p, t) => {
      expect(changedLeaves(w, harden(w, p, t))).toEqual([]);
    }),
    { ...SEED, numRuns: runs(100, 300) },
  );
});

test('hardening does not modify its input object', () => {
  fc.assert(
    fc.property(manifest, posture, target, (m, p, t) => {
      const before = JSON.stringify(m);
      harden(m, p, t);
      expect(JSON.stringify(m)).toBe(before);
    }),
    { ...SEED, numRuns: runs(30, 100) },
  );
});

test('hardening a hardened manifest changes nothing', () => {
  fc.assert(
    fc.property(manifest, posture, target, (m, p, t) => {
      const once = harden(m, p, t);
      expect(JSON.stringify(harden(once, p, t))).toBe(JSON.stringify(once));
    }),
    { ...SEED, numRuns: runs(50, 150) },
  );
});

test('hardening writes nothing that the API server rejects', () => {
  const holdsSysAdmin = (context: any): boolean =>
    (context?.capabilities?.add ?? []).some((c: string) => /SYS_ADMIN/.test(c));
  fc.assert(
    fc.property(pod, posture, target, ({ spec, metadata }, p, t) => {
      const before: any = { apiVersion: 'v1', kind: 'Pod', ...(metadata && { metadata }), spec };
      const after: any = harden(before, p, t);
      for (const list of ['initContainers', 'containers', 'ephemeralContainers']) {
        (after.spec[list] ?? []).forEach((c: any, i: number) => {
          const [was, is] = [before.spec[list][i].securityContext, c.securityContext];
          if (is?.allowPrivilegeEscalation === false && was?.allowPrivilegeEscalation !== false)
            expect([is.privileged ?? false, holdsSysAdmin(is)]).toEqual([false, false]);
        });
      }
      if (after.spec.hostUsers === false && before.spec.hostUsers !== false)
        expect(after.spec.hostNetwork ?? false).toBe(false);
      const names = (after.spec.volumes ?? []).map((v: any) => v.name);
      expect(new Set(names).size).toBe(names.length);
      for (const n of names) expect(n).toMatch(/^[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?$/);
    }),
    { ...SEED, numRuns: runs(50, 150) },
  );
});

/** Settings of a pod that are not weak. An empty value is a gap. */
const gapOnlyContext = (model: Record<string, fc.Arbitrary<unknown>>): fc.Arbitrary<JsonObject> =>
  sometimes({
    runAsNonRoot: oneOf(true),
    runAsUser: oneOf(1, 1000, 70000),
    runAsGroup: oneOf(1000),
    seccompProfile: oneOf({ type: 'RuntimeDefault' }, { type: 'Localhost', localhostProfile: 'x' }),
    appArmorProfile: oneOf({ type: 'RuntimeDefault' }, { type: 'Localhost', localhostProfile: 'x' }),
    ...model,
  });
const gapOnlyContainers = fc.array(
  sometimes({
    image: oneOf('busybox'),
    restartPolicy: oneOf('Always'),
    securityContext: gapOnlyContext({
      allowPrivilegeEscalation: oneOf(false),
      privileged: oneOf(false),
      readOnlyRootFilesystem: fc.boolean(),
      capabilities: sometimes({ drop: oneOf(['ALL'], ['ALL', 'NET_RAW']), add: oneOf([], ['NET_BIND_SERVICE']) }),
      procMount: oneOf('Default'),
    }),
    volumeMounts: oneOf([], [{ name: 'data', mountPath: '/tmp' }]),
  }),
  { minLength: 1, maxLength: 3 },
);
const numbered = (prefix: string, all: JsonObject[]): JsonObject[] =>
  all.map((c, i) => ({ ...c, name: `${prefix}${i}` }));
const gapOnlyPod = fc
  .record(
    {
      containers: gapOnlyContainers.map((all) => numbered('c', all)),
      initContainers: gapOnlyContainers.map((all) => numbered('i', all)),
      ephemeralContainers: gapOnlyContainers.map((all) => numbered('e', all)),
      securityContext: gapOnlyContext({ fsGroup: oneOf(1000) }),
      volumes: oneOf([], [{ name: 'data', emptyDir: {} }], [{ name: 'data' }], [{ name: 'data', csi: {} }]),
      hostUsers: fc.boolean(),
      automountServiceAccountToken: fc.boolean(),
    },
    { requiredKeys: ['containers'] },
  )
  .map((spec): JsonObject => ({ apiVersion: 'v1', kind: 'Pod', metadata: { name: 'x' }, spec }));

test('a pod without weak values passes Pod Security restricted, at every version with profile fields', () => {
  let gaps = 0;
  fc.assert(
    fc.property(
      gapOnlyPod,
      posture,
      fc.integer({ min: 19, max: 37 }),
      fc.constantFrom(...Object.values(NodeAppArmor)),
      (p, asked, m, appArmor) => {
        if (violations(p, m).length > 0) gaps += 1;
        expect(violations(harden(p, asked, Target.kubernetes(`1.${m}`, { appArmor })), m)).toEqual([]);
      },
    ),
    { ...SEED, numRuns: runs(100, 300) },
  );
  expect(gaps).toBeGreaterThan(runs(66, 200));
});

/** Minor versions whose standards are checked: by default those in which a check is new or changed. */
const STANDARDS = exhaustive ? Array.from({ length: 19 }, (_, i) => 19 + i) : [19, 22, 23, 25, 35];

test('the same pod passes the standard of every version', () => {
  fc.assert(
    fc.property(gapOnlyPod, posture, fc.integer({ min: 19, max: 37 }), (p, asked, m) => {
      const out = harden(p, asked, Target.kubernetes(`1.${m}`));
      for (const judge of STANDARDS) expect(violations(out, judge)).toEqual([]);
    }),
    { ...SEED, numRuns: runs(60, 200) },
  );
});

test('the checker of these tests accepts a good pod and rejects a weak one', () => {
  const good: any = {
    spec: {
      securityContext: { runAsNonRoot: true, seccompProfile: { type: 'RuntimeDefault' } },
      containers: [{ securityContext: { allowPrivilegeEscalation: false, capabilities: { drop: ['ALL'] } } }],
    },
  };
  const weak = (change: (spec: any) => unknown): string[] => {
    const p = structuredClone(good);
    change(p.spec);
    return violations(p, 37);
  };
  expect(violations(good, 37)).toEqual([]);
  expect(violations({ spec: { containers: [{}] } }, 37)).toEqual([
    'allowPrivilegeEscalation',
    'capabilities_restricted',
    'runAsNonRoot',
    'seccompProfile_restricted',
  ]);
  expect(weak((s) => (s.securityContext.runAsUser = 0))).toEqual(['runAsUser']);
  expect(weak((s) => (s.containers[0].securityContext.runAsNonRoot = false))).toEqual(['runAsNonRoot']);
  expect(weak((s) => (s.containers[0].securityContext.seccompProfile = { type: 'Unconfined' }))).toEqual([
    'seccompProfile_restricted',
  ]);
  expect(weak((s) => (s.containers[0].securityContext.capabilities.add = ['CHOWN']))).toEqual([
    'capabilities_restricted',
  ]);
  expect(weak((s) => (s.containers[0].securityContext.procMount = 'Unmasked'))).toEqual(['procMount_restricted']);
  expect(weak((s) => (s.volumes = [{ name: 'x', hostPath: {} }]))).toEqual(['restrictedVolumes']);
  expect(weak((s) => (s.securityContext.appArmorProfile = { type: 'Unconfined' }))).toEqual(['appArmorProfile']);
});

test('hardening ends and does not throw for any manifest', () => {
  fc.assert(
    fc.property(manifest, fc.jsonValue({ maxDepth: 3 }), fc.nat(), posture, target, (m, value, n, p, t) => {
      const broken = structuredClone(m) as JsonObject;
      const places: [JsonObject | unknown[], string][] = [];
      const walk = (holder: unknown): void => {
        if (typeof holder !== 'object' || holder === null) return;
        for (const [key, below] of Object.entries(holder)) {
          places.push([holder as JsonObject, key]);
          walk(below);
        }
      };
      walk(broken);
      const [holder, key] = places[n % places.length] as [JsonObject, string];
      holder[key] = value;
      const once = harden(broken, p, t);
      expect(JSON.stringify(harden(once, p, t))).toBe(JSON.stringify(once));
    }),
    { ...SEED, numRuns: runs(100, 300) },
  );
});
