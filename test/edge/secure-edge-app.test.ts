import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { App, Chart, JsonPatch } from 'cdk8s';
import {
  Flow,
  Identity,
  Life,
  MountedFiles,
  Peer,
  Placement,
  Posture,
  SecureEdgeApp,
  Target,
  UpdatePolicy,
  WritableFolder,
} from 'cdk8s-secure-edge';
import { allProps } from './all-props';
import { chartFor, containerOf, DIGEST, image, manifestOf, manifestsOf, podOf, web, workloadOf } from './apps';
import { podSecurityVerdict } from './pod-security-verdict';

const golden = (name: string): string => readFileSync(join(__dirname, name), 'utf8');

function yamlOf(make: (chart: Chart) => void): string {
  const app = new App();
  make(new Chart(app, 'shop'));
  return app.synthYaml();
}

describe('an app with only the required props', () => {
  test('is equal to the golden file', () => {
    expect(yamlOf((chart) => new SecureEdgeApp(chart, 'web', { image }))).toBe(golden('least.k8s.yaml'));
  });

  test('passes Pod Security restricted', () => {
    expect(podSecurityVerdict(podOf(web()))).toBe('restricted');
  });

  test('allows no traffic', () => {
    expect(manifestOf(web(), 'NetworkPolicy').spec).toEqual({
      podSelector: { matchLabels: { 'app.kubernetes.io/name': 'web' } },
      policyTypes: ['Ingress', 'Egress'],
    });
  });

  test('has its own service account, without a token', () => {
    expect(manifestOf(web(), 'ServiceAccount')).toMatchObject({
      metadata: { name: 'web' },
      automountServiceAccountToken: false,
    });
    expect(podOf(web()).spec).toMatchObject({ serviceAccountName: 'web', automountServiceAccountToken: false });
  });

  test('gets no environment variables of other services', () => {
    expect(podOf(web()).spec.enableServiceLinks).toBe(false);
  });

  test('runs an image with a digest', () => {
    expect(containerOf(web())).toMatchObject({
      image: `ghcr.io/acme/web@${DIGEST}`,
      imagePullPolicy: 'IfNotPresent',
    });
  });

  test('runs as a numeric user and group other than root', () => {
    expect(podOf(web()).spec.securityContext).toMatchObject({
      runAsNonRoot: true,
      runAsUser: 65532,
      runAsGroup: 65532,
    });
  });

  test('has requests and limits for CPU, memory and ephemeral storage', () => {
    expect(containerOf(web()).resources).toEqual({
      requests: { cpu: '50m', memory: '64Mi', 'ephemeral-storage': '64Mi' },
      limits: { cpu: '500m', memory: '128Mi', 'ephemeral-storage': '256Mi' },
    });
  });

  test('can write only to /tmp, up to a limit', () => {
    const { volumes } = podOf(web()).spec;
    expect(containerOf(web()).securityContext.readOnlyRootFilesystem).toBe(true);
    expect(containerOf(web()).volumeMounts).toEqual([{ name: 'tmp-web', mountPath: '/tmp' }]);
    expect(volumes).toEqual([{ name: 'tmp-web', emptyDir: { sizeLimit: '64Mi' } }]);
  });

  test('has no default probes without a port', () => {
    expect(containerOf(web()).livenessProbe).toBeUndefined();
    expect(containerOf(web()).readinessProbe).toBeUndefined();
  });

  test('has no acknowledgements and no losses', () => {
    expect(workloadOf(web()).metadata.annotations).toBeUndefined();
    expect(web().acknowledgements).toEqual([]);
    expect(web().losses).toEqual([]);
  });

  test.each(Array.from({ length: 25 }, (_, i) => `1.${13 + i}`))('passes Pod Security restricted on %s', (version) => {
    expect(podSecurityVerdict(podOf(web({}, version)))).toBe('restricted');
  });
});

describe('an app with every prop', () => {
  test('is equal to the golden file', () => {
    expect(yamlOf((chart) => new SecureEdgeApp(chart, 'web', allProps(chart)))).toBe(golden('all-props.k8s.yaml'));
  });

  test('returns its properties', () => {
    const chart = chartFor();
    const app = new SecureEdgeApp(chart, 'web', allProps(chart));
    expect(app).toMatchObject({ name: 'sensor-gateway', namespaceName: 'factory', kind: 'Deployment' });
    expect(app.identity).toMatchObject({ userId: 20001, groupId: 20002, supplementalGroups: [1206] });
    expect(app.ports.map((p) => p.name)).toEqual(['https', 'tcp-9090', 'coap']);
    expect(app.selector).toEqual({ 'app.kubernetes.io/name': 'sensor-gateway' });
    expect(app.podSecurityLevel).toBe('privileged');
    expect(app.acknowledgements.map((a) => a.rule).sort()).toEqual([
      'added-capabilities',
      'no-host-namespaces',
      'no-host-path',
      'no-low-port',
      'no-secret-env',
      'read-only-host-path',
    ]);
  });
});

describe('determinism', () => {
  test('two synths of one app write the same bytes', () => {
    const app = new App();
    const chart = new Chart(app, 'shop');
    new SecureEdgeApp(chart, 'web', allProps(chart));
    expect(app.synthYaml()).toBe(app.synthYaml());
  });

  test('the order of variables, labels, annotations, files and capabilities does not change the output', () => {
    const written = (turn: <T>(all: T[]) => T[]): string =>
      yamlOf((chart) => {
        const map = (...names: string[]): Record<string, string> =>
          Object.fromEntries(turn(names).map((name) => [name, `of-${name}`]));
        new SecureEdgeApp(chart, 'web', {
          image,
          env: map('B', 'a', 'C'),
          labels: map('z', 'y'),
          podAnnotations: map('n', 'm'),
          files: [MountedFiles.fromText('/etc/web', map('k', 'j'))],
          placement: Placement.replicas(2, { nodeLabels: map('x', 'w') }),
          ingress: [Flow.with(Peer.pods(map('v', 'u')))],
          update: UpdatePolicy.rolling(
            Object.fromEntries(
              turn([
                ['maxSurge', '1'],
                ['maxUnavailable', '2'],
              ]),
            ),
          ),
        });
      });
    expect(written((all) => all)).toBe(written((all) => [...all].reverse()));
  });
});

describe('files with text in the app', () => {
  const nameOf = (files: Record<string, string>): string =>
    manifestOf(web({ files: [MountedFiles.fromText('/etc/web', files)] }), 'ConfigMap').metadata.name;

  test('become an immutable ConfigMap whose name contains a hash of the text', () => {
    const app = web({ files: [MountedFiles.fromText('/etc/web', { 'web.conf': 'port 8080\n' })] });
    const config = manifestOf(app, 'ConfigMap');
    expect(config).toMatchObject({ data: { 'web.conf': 'port 8080\n' }, immutable: true });
    expect(config.metadata.name).toMatch(/^web-files-[0-9a-f]{8}$/);
    expect(podOf(app).spec.volumes).toContainEqual({
      name: 'web-etc-web',
      configMap: { name: config.metadata.name, defaultMode: 0o444 },
    });
    expect(containerOf(app).volumeMounts).toContainEqual({
      name: 'web-etc-web',
      mountPath: '/etc/web',
      readOnly: true,
    });
  });

  test('have another name if the text or the name of a file changes', () => {
    const names = [{ a: '1' }, { a: '2' }, { b: '1' }, { a: '1', b: '' }].map((files) =>
      nameOf(files as Record<string, string>),
    );
    expect(new Set(names).size).toBe(4);
    expect(nameOf({ a: '1', b: '2' })).toBe(nameOf({ b: '2', a: '1' }));
  });

  test('of two containers share one ConfigMap if the text is the same', () => {
    const app = web({ files: [MountedFiles.fromText('/etc/web', { a: '1' })] });
    app.addContainer('other', { image, files: [MountedFiles.fromText('/etc/other', { a: '1' })] });
    app.addContainer('third', { image, files: [MountedFiles.fromText('/etc/third', { a: '2' })] });
    expect(manifestsOf(app).filter((m) => m.kind === 'ConfigMap')).toHaveLength(2);
  });

  test.each([
    ['1.18', undefined],
    ['1.19', true],
  ])('on %s have immutable: %s', (version, immutable) => {
    const app = web({ files: [MountedFiles.fromText('/etc/web', { a: '1' })] }, version);
    expect(manifestOf(app, 'ConfigMap').immutable).toBe(immutable);
  });
});

describe('secrets and claims', () => {
  test("belong to the app's group, and only that group can read a secret", () => {
    const app = web({
      files: [MountedFiles.fromSecret('tls', '/etc/tls')],
      writableFolders: [WritableFolder.persistent('/data', 'data')],
    });
    const { securityContext, volumes } = podOf(app).spec;
    expect(securityContext).toMatchObject({ fsGroup: 65532, fsGroupChangePolicy: 'OnRootMismatch' });
    expect(volumes).toContainEqual({ name: 'web-etc-tls', secret: { secretName: 'tls', defaultMode: 0o440 } });
    expect(volumes).toContainEqual({ name: 'web-data', persistentVolumeClaim: { claimName: 'data' } });
  });

  test.each([MountedFiles.fromConfigMap('site', '/etc/site'), MountedFiles.fromText('/etc/site', { a: '' })])(
    'are the only files that need the group',
    (files) => {
      expect(podOf(web({ files: [files] })).spec.securityContext.fsGroup).toBeUndefined();
    },
  );

  test.each([
    ['1.19', undefined],
    ['1.20', 'OnRootMismatch'],
  ])('on %s have fsGroupChangePolicy %s', (version, policy) => {
    const app = web({ files: [MountedFiles.fromSecret('tls', '/etc/tls')] }, version);
    expect(podOf(app).spec.securityContext.fsGroupChangePolicy).toBe(policy);
  });
});

describe('the target', () => {
  test('is that of the scope, unless the app has its own', () => {
    expect(web({}, '1.30').target.name).toBe('1.30');
    expect(web({ target: Target.kubernetes('1.20') }, '1.30').target.name).toBe('1.20');
  });

  test('1.13 does not have runAsGroup, and the manifest records the loss', () => {
    const app = web({}, '1.13');
    expect(podOf(app).spec.securityContext.runAsGroup).toBeUndefined();
    expect(app.losses).toEqual([
      expect.objectContaining({ field: 'securityContext.runAsGroup', wanted: '65532', since: '1.14' }),
    ]);
  });

  test.each([
    ['1.20', 'batch/v1beta1'],
    ['1.21', 'batch/v1'],
  ])('%s has CronJobs in %s', (version, apiVersion) => {
    expect(workloadOf(web({ life: Life.onSchedule('@daily') }, version)).apiVersion).toBe(apiVersion);
  });
});

describe('an override', () => {
  test('by a JSON patch is applied last', () => {
    const app = web();
    app.apiObject.addJsonPatch(JsonPatch.add('/spec/paused', true));
    expect(workloadOf(app).spec.paused).toBe(true);
  });

  test('by the posture changes /tmp and the user namespace', () => {
    const posture = new Posture({ tmpSize: '1Gi', userNamespaces: true, strictSupplementalGroups: true });
    const app = web({ posture, identity: Identity.user(65535) }, '1.33');
    expect(podOf(app).spec).toMatchObject({
      hostUsers: false,
      securityContext: { supplementalGroupsPolicy: 'Strict' },
      volumes: [{ emptyDir: { sizeLimit: '1Gi' } }],
    });
    expect(containerOf(app).resources.limits['ephemeral-storage']).toBe('1088Mi');
  });
});
