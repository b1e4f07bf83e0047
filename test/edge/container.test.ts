import {
  EnvReference,
  Life,
  MountedFiles,
  PodField,
  Port,
  Probe,
  SecureEdgeApp,
  WritableFolder,
  type ContainerOptions,
} from 'cdk8s-secure-edge';
import { containerOf, image, podOf, problemOf, web, workloadOf } from './apps';
import { podSecurityVerdict } from './pod-security-verdict';

const listsOf = (app: SecureEdgeApp): Record<string, string[]> =>
  Object.fromEntries(
    Object.entries<any>(podOf(app).spec)
      .filter(([key]) => /containers/i.test(key))
      .map(([key, all]) => [key, all.map((c: any) => (c.restartPolicy ? `${c.name} ${c.restartPolicy}` : c.name))]),
  );

describe('containers', () => {
  const grown = (target: string): SecureEdgeApp => {
    const app = web({}, target);
    app.addInitContainer('first', { image });
    app.addSidecar('proxy', { image });
    app.addInitContainer('second', { image });
    app.addContainer('beside', { image });
    return app;
  };

  test('include init containers and sidecars in the order of the calls, if the target has sidecars', () => {
    expect(listsOf(grown('1.29'))).toEqual({
      initContainers: ['first', 'proxy Always', 'second'],
      containers: ['web', 'beside'],
    });
    expect(grown('1.29').losses).toEqual([]);
  });

  test('are ordinary containers instead of sidecars before 1.29, and the manifest records the loss', () => {
    const app = grown('1.28');
    expect(listsOf(app)).toEqual({ initContainers: ['first', 'second'], containers: ['web', 'proxy', 'beside'] });
    expect(app.losses).toEqual([
      {
        field: 'initContainers[].restartPolicy',
        wanted: 'proxy as a sidecar',
        since: '1.29',
        instead: 'an ordinary container, which starts with the others',
      },
    ]);
    expect(workloadOf(app).metadata.annotations['secure-edge.dev/losses']).toContain('wanted: proxy as a sidecar');
  });

  test.each(['1.13', '1.18', '1.28', '1.29', '1.37'])('are each hardened on %s', (target) => {
    const app = grown(target);
    expect(podSecurityVerdict(podOf(app))).toBe('restricted');
    for (const name of ['web', 'first', 'proxy', 'second', 'beside']) {
      expect(containerOf(app, name)).toMatchObject({
        resources: { limits: { memory: '128Mi' } },
        securityContext: {
          readOnlyRootFilesystem: true,
          allowPrivilegeEscalation: false,
          capabilities: { drop: ['ALL'] },
        },
        volumeMounts: [{ name: `tmp-${name}`, mountPath: '/tmp' }],
      });
    }
  });

  test('each have their own volume at the same path', () => {
    const app = web({ writableFolders: [WritableFolder.temporary('/data')] });
    app.addContainer('b', {
      image,
      writableFolders: [WritableFolder.temporary('/data', { size: '1Gi', inMemory: true })],
    });
    expect(containerOf(app, 'b').volumeMounts[0]).toEqual({ name: 'b-data', mountPath: '/data' });
    expect(podOf(app).spec.volumes).toEqual(
      expect.arrayContaining([
        { name: 'web-data', emptyDir: { sizeLimit: '64Mi' } },
        { name: 'b-data', emptyDir: { sizeLimit: '1Gi', medium: 'Memory' } },
      ]),
    );
  });

  test('have volumes with different names, even if their paths are similar', () => {
    const paths = ['/a-b', '/a/b', '/a_b', `/${'long'.repeat(30)}/1`, `/${'long'.repeat(30)}/2`];
    const app = web({ writableFolders: paths.map((path) => WritableFolder.temporary(path)) });
    const names = podOf(app).spec.volumes.map((v: any) => v.name);
    expect(new Set(names).size).toBe(paths.length + 1);
    expect(names.slice(0, 3)).toEqual(['web-a-b', 'web-a-b-2', 'web-a-b-3']);
  });

  test('have variables sorted by name, whether the value is in the app or in a reference', () => {
    const envReferences = { B: EnvReference.podField(PodField.POD_IP), D: EnvReference.configMapKey('site', 'd') };
    expect(containerOf(web({ env: { C: '3', A: '1' }, envReferences })).env).toEqual([
      { name: 'A', value: '1' },
      { name: 'B', valueFrom: { fieldRef: { fieldPath: 'status.podIP' } } },
      { name: 'C', value: '3' },
      { name: 'D', valueFrom: { configMapKeyRef: { name: 'site', key: 'd' } } },
    ]);
  });

  test('can share a port number between protocols, and with an init container, which has already ended', () => {
    const app = web({ ports: [Port.tcp(53), Port.udp(53)] });
    app.addInitContainer('init', { image, ports: [Port.tcp(53), Port.tcp(54)] });
    app.addContainer('beside', { image, ports: [Port.tcp(54)] });
    expect(containerOf(app).ports).toEqual([
      { name: 'tcp-53', containerPort: 53, protocol: 'TCP' },
      { name: 'udp-53', containerPort: 53, protocol: 'UDP' },
    ]);
  });

  const other = (options: Partial<ContainerOptions>): ContainerOptions => ({ image, ...options });
  test.each<[string, (app: SecureEdgeApp) => void, string]>([
    [
      'with the same name',
      (app) => app.addSidecar('web', other({})),
      'container "web" of SecureEdgeApp "shop/web": container name "web" is taken: give each container its own name',
    ],
    [
      'with the same port',
      (app) => app.addContainer('b', other({ ports: [Port.tcp(8080, 'p')] })),
      'container "b" of SecureEdgeApp "shop/web": port 8080/TCP is taken by another container of the pod, because containers of a pod share its network',
    ],
    [
      'with a probe, although they end',
      (app) => app.addInitContainer('b', other({ readinessProbe: Probe.tcp(1) })),
      'container "b" of SecureEdgeApp "shop/web": readinessProbe must be unset, because an init container ends before the others start: remove it',
    ],
    [
      'with an invalid name',
      (app) => app.addContainer('B', other({})),
      'container "B" of SecureEdgeApp "shop/web": container name must be at most 63 of the characters a-z, 0-9 and "-", with a letter or digit at both ends, got "B": write "b"',
    ],
  ])('%s are rejected', (_, add, message) => {
    const app = web({ ports: [Port.tcp(8080)] });
    expect(problemOf(() => add(app))).toBe(message);
    expect(listsOf(app)).toEqual({ containers: ['web'] });
  });

  test('that would prevent a job from ending are rejected', () => {
    const add = (target: string): void => web({ life: Life.once() }, target).addSidecar('proxy', { image });
    expect(problemOf(() => add('1.28'))).toMatch(
      /: a sidecar of an app that runs once needs Kubernetes 1\.29 or later, got 1\.28, where its pod would never end$/,
    );
    expect(() => add('1.29')).not.toThrow();
  });
});

describe('probes', () => {
  test('connect to the first TCP port by default, only in the first container', () => {
    const app = web({ ports: [Port.udp(53), Port.tcp(8080), Port.tcp(9090)] });
    app.addContainer('beside', { image, ports: [Port.tcp(1234)] });
    expect(containerOf(app)).toMatchObject({
      livenessProbe: { tcpSocket: { port: 8080 } },
      readinessProbe: { tcpSocket: { port: 8080 } },
    });
    expect(containerOf(app).startupProbe).toBeUndefined();
    expect(containerOf(app, 'beside').livenessProbe).toBeUndefined();
    expect(containerOf(web({ ports: [Port.udp(53)] })).livenessProbe).toBeUndefined();
  });

  test('are written as the author specifies them', () => {
    const options = { initialDelaySeconds: 0, periodSeconds: 1, timeoutSeconds: 2, failureThreshold: 3 };
    const app = web({
      ports: [Port.tcp(8080)],
      livenessProbe: Probe.httpGet('/live', 8081, options),
      readinessProbe: Probe.exec(['/bin/ready'], { periodSeconds: undefined }),
    });
    expect(containerOf(app)).toMatchObject({
      livenessProbe: { httpGet: { path: '/live', port: 8081 }, ...options },
      readinessProbe: { exec: { command: ['/bin/ready'] } },
    });
  });

  test.each([
    ['1.23', { tcpSocket: { port: 9000 }, periodSeconds: 7 }, ['containers[].*Probe.grpc']],
    ['1.24', { grpc: { port: 9000 }, periodSeconds: 7 }, []],
  ])('with gRPC on %s become %j', (target, livenessProbe, losses) => {
    const app = web({ livenessProbe: Probe.grpc(9000, { periodSeconds: 7 }) }, target);
    expect(containerOf(app).livenessProbe).toEqual(livenessProbe);
    expect(app.losses.map((l) => l.field)).toEqual(losses);
  });

  describe('at startup', () => {
    const startupProbe = Probe.tcp(1, { initialDelaySeconds: 4, periodSeconds: 5, failureThreshold: 6 });

    test('become a startup probe from 1.18 on', () => {
      const app = web({ startupProbe, livenessProbe: Probe.tcp(2) }, '1.18');
      expect(containerOf(app)).toMatchObject({
        startupProbe: { tcpSocket: { port: 1 } },
        livenessProbe: { tcpSocket: { port: 2 } },
      });
      expect(containerOf(app).livenessProbe.initialDelaySeconds).toBeUndefined();
      expect(app.losses).toEqual([]);
    });

    test('become a delay of the liveness probe before 1.18, as long as the app can take to start', () => {
      const app = web({ startupProbe, livenessProbe: Probe.tcp(2, { initialDelaySeconds: 1 }) }, '1.17');
      expect(containerOf(app).startupProbe).toBeUndefined();
      expect(containerOf(app).livenessProbe).toEqual({ tcpSocket: { port: 2 }, initialDelaySeconds: 34 });
      expect(app.losses).toEqual([
        {
          field: 'containers[].startupProbe',
          wanted: 'a startup probe',
          since: '1.18',
          instead: "the liveness probe's initialDelaySeconds",
        },
      ]);
    });

    test('never shorten the delay of the liveness probe', () => {
      const app = web({ startupProbe, livenessProbe: Probe.tcp(2, { initialDelaySeconds: 300 }) }, '1.17');
      expect(containerOf(app).livenessProbe.initialDelaySeconds).toBe(300);
    });

    test('are lost before 1.18 if there is no liveness probe', () => {
      const app = web({ startupProbe }, '1.17');
      expect(containerOf(app).livenessProbe).toBeUndefined();
      expect(app.losses[0]?.instead).toBe('nothing: there is no liveness probe to delay');
    });

    test('allow three periods of ten seconds by default', () => {
      expect(Probe.tcp(1).patienceSeconds).toBe(30);
      expect(startupProbe.patienceSeconds).toBe(34);
    });
  });
});

describe('resources', () => {
  const resources = (given: ContainerOptions['resources'], rest: Partial<ContainerOptions> = {}): any =>
    containerOf(web({ resources: given, ...rest })).resources;

  test('of the author change the defaults', () => {
    expect(resources({ cpuLimit: '20m', memoryRequest: '1Gi', ephemeralStorageLimit: '1G' })).toEqual({
      requests: { cpu: '20m', memory: '1Gi', 'ephemeral-storage': '64Mi' },
      limits: { cpu: '20m', memory: '1Gi', 'ephemeral-storage': '1G' },
    });
  });

  test('can be unset one by one', () => {
    expect(resources({ cpuLimit: undefined }).limits.cpu).toBe('500m');
  });

  test('allow /tmp and the writable folders on disk to be full before the pod is evicted', () => {
    const folders = (...sizes: string[]): Partial<ContainerOptions> => ({
      writableFolders: sizes.map((size, i) => WritableFolder.temporary(`/folder-${i}`, { size })),
    });
    const limit = (rest: Partial<ContainerOptions>): string => resources({}, rest).limits['ephemeral-storage'];
    expect(limit(folders('128Mi'))).toBe('256Mi');
    expect(limit(folders('129Mi'))).toBe('257Mi');
    expect(limit(folders('1Gi', '1.5Mi'))).toBe('1154Mi');
    expect(limit({ writableFolders: [WritableFolder.temporary('/tmp', { size: '1Gi' })] })).toBe('1088Mi');
    expect(limit({ writableFolders: [WritableFolder.temporary('/memory', { size: '1Gi', inMemory: true })] })).toBe(
      '256Mi',
    );
    expect(limit({ writableFolders: [WritableFolder.persistent('/data', 'data')] })).toBe('256Mi');
  });
});

describe('/tmp', () => {
  test.each([
    { writableFolders: [WritableFolder.temporary('/tmp', { size: '1Gi' })] },
    { files: [MountedFiles.fromConfigMap('site', '/tmp')] },
  ])('is the folder of the author if there is one: case %#', (props) => {
    const app = web(props);
    expect(containerOf(app).volumeMounts.map((m: any) => m.mountPath)).toEqual(['/tmp']);
    expect(podOf(app).spec.volumes).toHaveLength(1);
  });
});
