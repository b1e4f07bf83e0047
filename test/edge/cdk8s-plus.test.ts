import { App, ApiObject, Chart, Duration, Size, Testing } from 'cdk8s';
import * as oldest from 'cdk8s-plus-27';
import * as newest from 'cdk8s-plus-34';
import {
  EdgeNamespace,
  EnvReference,
  Exposure,
  Flow,
  Hardening,
  Life,
  MountedFiles,
  Identity,
  ParsecClient,
  ParsecSocket,
  ParsecSocketVolume,
  Posture,
  Peer,
  Placement,
  Port,
  Probe,
  SecureEdgeApp,
  Target,
  Weakness,
  WritableFolder,
  type SecureEdgeAppProps,
} from 'cdk8s-secure-edge';
import { podsOf } from '../../src/kubernetes/pods';
import { podSecurityVerdict } from './pod-security-verdict';
import { chartFor, image, manifestOf, manifestsOf, podOf, problemOf, REASON, workloadOf } from './apps';

type Plus = typeof oldest;

/** Returns a chart in the namespace "shop". */
function shopChart(target = '1.27'): Chart {
  const chart = new Chart(new App(), 'shop', { namespace: 'shop', disableResourceNameHashes: true });
  Target.set(chart, Target.parse(target));
  return chart;
}

function webIn(chart: Chart, props: Partial<SecureEdgeAppProps> = {}): SecureEdgeApp {
  return new SecureEdgeApp(chart, 'web', { image, ports: [Port.tcp(8080, 'http')], ...props });
}

function containerIn(app: SecureEdgeApp): any {
  return podOf(app).spec.containers[0];
}

const SHOP = { matchLabels: { 'kubernetes.io/metadata.name': 'shop' } };
const WEB = { matchLabels: { 'app.kubernetes.io/name': 'web' } };

describe.each([
  ['27', oldest],
  // the classes of two major versions have different types, but the tests need only what both have
  ['34', newest as unknown as Plus],
])('cdk8s-plus-%s', (_major, kplus) => {
  describe('props', () => {
    test('mounts the files of Secrets, ConfigMaps and claims', () => {
      const chart = shopChart();
      const storage = Size.gibibytes(1);
      const claim = new kplus.PersistentVolumeClaim(chart, 'stock', { storage });
      const app = webIn(chart, {
        files: [
          MountedFiles.fromSecret(new kplus.Secret(chart, 'token'), '/token'),
          MountedFiles.fromConfigMap(new kplus.ConfigMap(chart, 'config'), '/config'),
          MountedFiles.fromConfigMaps([kplus.ConfigMap.fromConfigMapName(chart, 'x', 'extra'), 'more'], '/more'),
          MountedFiles.fromClaim(claim, '/stock'),
        ],
        writableFolders: [
          WritableFolder.persistent('/data', kplus.PersistentVolumeClaim.fromClaimName(chart, 'y', 'data')),
        ],
      });
      const { volumes, securityContext } = podOf(app).spec;
      expect(volumes.map(({ name: _name, ...source }: any) => source)).toEqual([
        { secret: { secretName: 'shop-token', defaultMode: 0o440 } },
        { configMap: { name: 'shop-config', defaultMode: 0o444 } },
        {
          projected: {
            defaultMode: 0o444,
            sources: [
              { configMap: { name: 'extra', optional: true } },
              { configMap: { name: 'more', optional: true } },
            ],
          },
        },
        { persistentVolumeClaim: { claimName: 'shop-stock', readOnly: true } },
        { persistentVolumeClaim: { claimName: 'data' } },
        { emptyDir: { sizeLimit: '64Mi' } },
      ]);
      expect(securityContext.fsGroup).toBe(65532);
    });

    test('reads the environment from Secrets and ConfigMaps', () => {
      const chart = shopChart();
      const app = webIn(chart, {
        envReferences: {
          MODE: EnvReference.configMapKey(new kplus.ConfigMap(chart, 'config'), 'mode'),
          TOKEN: EnvReference.secretKey(kplus.Secret.fromSecretName(chart, 'x', 'token'), 'token', REASON),
        },
      });
      expect(containerIn(app).env).toEqual([
        { name: 'MODE', valueFrom: { configMapKeyRef: { name: 'shop-config', key: 'mode' } } },
        { name: 'TOKEN', valueFrom: { secretKeyRef: { name: 'token', key: 'token' } } },
      ]);
    });

    test('pulls images with the credentials of a Secret, and runs with the token of a ServiceAccount', () => {
      const chart = shopChart();
      const app = webIn(chart, {
        pullSecrets: ['other', new kplus.DockerConfigSecret(chart, 'registry', { data: {} })],
        weaknesses: [Weakness.serviceAccountToken(new kplus.ServiceAccount(chart, 'reader'), REASON)],
      });
      expect(podOf(app).spec).toMatchObject({
        imagePullSecrets: [{ name: 'other' }, { name: 'shop-registry' }],
        serviceAccountName: 'shop-reader',
      });
    });

    test('accepts Cpu, Size and Duration beside text and numbers', () => {
      const app = webIn(shopChart(), {
        resources: {
          cpuRequest: kplus.Cpu.millis(100),
          cpuLimit: kplus.Cpu.units(1),
          memoryRequest: Size.mebibytes(32),
          memoryLimit: Size.gibibytes(1),
          ephemeralStorageLimit: Size.gibibytes(2),
        },
        writableFolders: [WritableFolder.temporary('/cache', { size: Size.mebibytes(10) })],
        readinessProbe: Probe.tcp(8080, { periodSeconds: Duration.minutes(1), timeoutSeconds: 5 }),
        terminationGracePeriodSeconds: Duration.minutes(2),
      });
      const { containers, volumes, terminationGracePeriodSeconds } = podOf(app).spec;
      expect(containers[0].resources).toEqual({
        requests: { cpu: '100m', memory: '32Mi', 'ephemeral-storage': '64Mi' },
        limits: { cpu: '1', memory: '1Gi', 'ephemeral-storage': '2Gi' },
      });
      expect(containers[0].readinessProbe).toEqual({ tcpSocket: { port: 8080 }, periodSeconds: 60, timeoutSeconds: 5 });
      expect(volumes[0].emptyDir).toEqual({ sizeLimit: '10Mi' });
      expect(terminationGracePeriodSeconds).toBe(120);
    });

    test('rejects amounts that Kubernetes would reject', () => {
      const resources = { cpuRequest: kplus.Cpu.units(2), cpuLimit: kplus.Cpu.units(1) };
      expect(problemOf(() => webIn(shopChart(), { resources }))).toContain(
        'cpuRequest must be at most cpuLimit, got "2" and "1"',
      );
      expect(problemOf(() => Probe.tcp(80, { periodSeconds: Duration.millis(500) }))).toContain(
        'periodSeconds must be a whole number from 1 to 2147483647, got 0.5',
      );
      expect(problemOf(() => WritableFolder.temporary('/cache', { size: Size.kibibytes(0) }))).toContain(
        'size must be at least one byte, got "0Ki"',
      );
    });

    test('rejects an object of another kind', () => {
      const chart = shopChart();
      const [secret, configMap] = [new kplus.Secret(chart, 'token'), new kplus.ConfigMap(chart, 'config')];
      const got = (call: () => unknown): string => problemOf(call).replace(/^[^:]*: /, '');
      expect(got(() => MountedFiles.fromSecret(configMap, '/x'))).toBe(
        'Secret must be a Secret or its name, got the ConfigMap "shop-config"',
      );
      expect(got(() => EnvReference.configMapKey(secret, 'x'))).toBe(
        'ConfigMap must be a ConfigMap or its name, got the Secret "shop-token"',
      );
      expect(got(() => WritableFolder.persistent('/x', secret))).toBe(
        'claim must be a PersistentVolumeClaim or its name, got the Secret "shop-token"',
      );
      expect(got(() => ParsecSocket.claim(secret))).toMatch(/^claim must be a PersistentVolumeClaim/);
      expect(got(() => Weakness.serviceAccountToken(secret, REASON))).toMatch(
        /^service account must be a ServiceAccount/,
      );
      expect(got(() => Peer.namespace(secret))).toMatch(/^namespace must be a Namespace or its name, got the Secret/);
      expect(got(() => webIn(chart, { pullSecrets: [configMap] }))).toMatch(
        /^pull secret must be a Secret or its name/,
      );
    });

    test('puts an app into a Namespace', () => {
      const chart = chartFor();
      const namespace = new kplus.Namespace(chart, 'tools', { metadata: { name: 'tools' } });
      const app = webIn(chart, { namespace });
      expect(app.namespaceName).toBe('tools');
      expect(workloadOf(app).metadata.namespace).toBe('tools');
      const secret = new kplus.Secret(chart, 'secret', { metadata: { name: 'secret' } });
      expect(problemOf(() => webIn(shopChart(), { namespace: secret }))).toContain(
        'namespace must be a Namespace or its name, got the Secret "secret"',
      );
      const { socket } = new ParsecSocketVolume(chart, 'parsec', { gateway: 'a', namespace });
      expect(socket.claimName).toBe('parsec');
      expect(manifestOf(app, 'PersistentVolumeClaim').metadata.namespace).toBe('tools');
      expect(problemOf(() => new ParsecSocketVolume(chart, 'no', { gateway: 'a', namespace: secret }))).toContain(
        'namespace must be a Namespace',
      );
    });

    test('needs an EdgeNamespace for a Parsec client that mounts the folder of the host', () => {
      const chart = chartFor();
      const namespace = new kplus.Namespace(chart, 'tools', { metadata: { name: 'tools' } });
      const identity = Identity.user(20001);
      expect(problemOf(() => new ParsecClient(chart, 'client', { image, identity, namespace }))).toContain(
        'give the client its own EdgeNamespace',
      );
      const client = new ParsecClient(chart, 'client', {
        image,
        identity,
        namespace,
        socket: ParsecSocket.claim('keys'),
      });
      expect(client.namespaceName).toBe('tools');
    });

    test('sizes /tmp by a Size', () => {
      const app = webIn(shopChart(), { posture: new Posture({ tmpSize: Size.mebibytes(5) }) });
      expect(podOf(app).spec.volumes).toEqual([{ name: 'tmp-web', emptyDir: { sizeLimit: '5Mi' } }]);
    });

    test('rejects an object in another namespace', () => {
      const chart = shopChart();
      const metadata = { name: 'token', namespace: 'other' };
      const secret = new kplus.Secret(chart, 'token', { metadata });
      const problem =
        'Secret "token" must be in the app\'s namespace "shop", got "other": a pod can use only objects of its own namespace';
      expect(problemOf(() => webIn(chart, { files: [MountedFiles.fromSecret(secret, '/x')] }))).toContain(problem);
      expect(problemOf(() => webIn(shopChart(), { pullSecrets: [secret] }))).toContain(problem);
      const envReferences = { TOKEN: EnvReference.secretKey(secret, 'token', REASON) };
      expect(problemOf(() => webIn(shopChart(), { envReferences }))).toContain(problem);
      const claim = new kplus.PersistentVolumeClaim(chart, 'data', { metadata, storage: Size.gibibytes(1) });
      const writableFolders = [WritableFolder.persistent('/x', claim)];
      expect(problemOf(() => webIn(shopChart(), { writableFolders }))).toContain(
        'PersistentVolumeClaim "token" must be',
      );
    });
  });

  describe('peers', () => {
    const egressTo = (app: SecureEdgeApp): any => manifestOf(app, 'NetworkPolicy', 'web').spec.egress;

    test('allows the pods of a workload', () => {
      const chart = shopChart();
      const api = new kplus.Deployment(chart, 'api', { containers: [{ image: 'api' }] });
      const app = webIn(chart, { egress: [Flow.with(api, Port.tcp(80))] });
      api.select(kplus.LabelSelector.of({ labels: { added: 'later' } }));
      const [{ to, ports }] = egressTo(app);
      const { matchLabels } = manifestsOf(app).find((m) => m.metadata.name === 'shop-api').spec.selector;
      expect(to).toEqual([
        {
          namespaceSelector: SHOP,
          podSelector: { matchLabels: { 'cdk8s.io/metadata.addr': matchLabels['cdk8s.io/metadata.addr'] } },
        },
      ]);
      expect(ports).toEqual([{ protocol: 'TCP', port: 80 }]);
    });

    test('allows pods by expressions, and namespaces by name and by labels', () => {
      const chart = shopChart();
      const pods = kplus.Pods.select(chart, 'pods', {
        expressions: [kplus.LabelExpression.in('tier', ['front', 'back'])],
        namespaces: kplus.Namespaces.select(chart, 'named', { names: ['a', 'b'], labels: { team: 'x' } }),
      });
      const labelled = kplus.Namespaces.select(chart, 'labelled', { labels: { team: 'y' } });
      const namespace = new kplus.Namespace(chart, 'tools');
      const app = webIn(chart, { egress: [pods, labelled, namespace].map((peer) => Flow.with(peer)) });
      const podSelector = { matchExpressions: [{ key: 'tier', operator: 'In', values: ['front', 'back'] }] };
      const named = (name: string): object => ({ 'kubernetes.io/metadata.name': name });
      expect(egressTo(app)).toEqual([
        {
          to: ['a', 'b'].map((name) => ({
            namespaceSelector: { matchLabels: { team: 'x', ...named(name) } },
            podSelector,
          })),
        },
        { to: [{ namespaceSelector: { matchLabels: { team: 'y' } } }] },
        { to: [{ namespaceSelector: { matchLabels: named('shop-tools') } }] },
      ]);
    });

    test('allows every pod of a Namespace object', () => {
      const chart = shopChart();
      const namespace = new kplus.Namespace(chart, 'tools');
      const object = new ApiObject(chart, 'ns', { apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'plain' } });
      const app = webIn(chart, {
        egress: [Peer.namespace(namespace), Peer.namespace(object), Peer.pods({ a: 'b' }, { namespace })].map((peer) =>
          Flow.with(peer),
        ),
      });
      expect(egressTo(app).map(({ to }: any) => to[0].namespaceSelector.matchLabels)).toEqual(
        ['shop-tools', 'plain', 'shop-tools'].map((name) => ({ 'kubernetes.io/metadata.name': name })),
      );
    });

    test('leaves the metadata addresses of clouds out of an address range', () => {
      const chart = shopChart();
      const all = kplus.NetworkPolicyIpBlock.ipv4(chart, 'all', '0.0.0.0/0', ['10.0.0.0/8']);
      const app = webIn(chart, { egress: [Flow.with(all)] });
      const { except, cidr } = egressTo(app)[0].to[0].ipBlock;
      expect(cidr).toBe('0.0.0.0/0');
      expect(except).toEqual(expect.arrayContaining(['10.0.0.0/8', '169.254.169.254/32']));
      const metadata = kplus.NetworkPolicyIpBlock.ipv4(chart, 'metadata', '169.254.169.254/32');
      expect(problemOf(() => Flow.with(metadata))).toContain("must not be a cloud's metadata address");
      const outside = kplus.NetworkPolicyIpBlock.ipv4(chart, 'outside', '10.0.0.0/8', ['11.0.0.0/16']);
      expect(problemOf(() => Flow.with(outside))).toContain('except must be within "10.0.0.0/8", got "11.0.0.0/16"');
    });

    test('rejects a namespace name on targets that do not label namespaces', () => {
      const chart = shopChart('1.20');
      const api = new kplus.Deployment(chart, 'api', { containers: [{ image: 'api' }] });
      expect(problemOf(() => webIn(chart, { egress: [Flow.with(api)] }))).toContain(
        'namespace "shop" cannot be selected by its name on',
      );
    });
  });

  describe('constructs', () => {
    test('a Service and an Ingress select the app', () => {
      const chart = shopChart();
      const app = webIn(chart, { exposure: Exposure.inCluster({ port: 80 }), ingress: [] });
      const service = new kplus.Service(chart, 'service', { selector: app, ports: [{ port: 443, targetPort: 8080 }] });
      const ingress = new kplus.Ingress(chart, 'ingress');
      ingress.addHostRule('a.example', '/', kplus.IngressBackend.fromService(service));
      ingress.addHostRule('b.example', '/', kplus.IngressBackend.fromService(app.toService()));
      expect(manifestOf(app, 'Service', 'shop-service').spec.selector).toEqual(WEB.matchLabels);
      expect(manifestOf(app, 'Ingress').spec.rules.map((r: any) => r.http.paths[0].backend.service)).toEqual([
        { name: 'shop-service', port: { number: 443 } },
        { name: 'web', port: { number: 80 } },
      ]);
    });

    test('an autoscaler takes over the number of replicas', () => {
      const chart = shopChart();
      const app = webIn(chart);
      expect(workloadOf(app).spec.replicas).toBe(1);
      expect(app.hasAutoscaler).toBe(false);
      new kplus.HorizontalPodAutoscaler(chart, 'scaler', { target: app, maxReplicas: 3 });
      expect(app.hasAutoscaler).toBe(true);
      expect(workloadOf(app).spec).not.toHaveProperty('replicas');
      expect(manifestOf(app, 'HorizontalPodAutoscaler').spec.scaleTargetRef).toEqual({
        apiVersion: 'apps/v1',
        kind: 'Deployment',
        name: 'web',
      });
    });

    test('an autoscaler reads the resources of the containers', () => {
      const chart = shopChart();
      const app = webIn(chart, { resources: { cpuLimit: '250m' } });
      app.addContainer('log', { image });
      app.addInitContainer('setup', { image });
      expect(app.toScalingTarget().containers).toEqual(app.containers);
      expect(app.containers).toMatchObject([
        { name: 'web', resources: { cpu: { request: { amount: '50m' }, limit: { amount: '250m' } } } },
        { name: 'log', resources: { memory: { request: { amount: '64Mi' }, limit: { amount: '128Mi' } } } },
      ]);
    });

    test('an autoscaler is rejected beside a fixed number of replicas, and for other workloads', () => {
      const chart = shopChart();
      const scaled = webIn(chart, { placement: Placement.replicas(3) });
      new kplus.HorizontalPodAutoscaler(chart, 'scaler', { target: scaled, maxReplicas: 5 });
      expect(chart.node.findAll().flatMap((c) => c.node.validate())).toContainEqual(
        expect.stringContaining('cannot have a fixed number of replicas (3)'),
      );
      const daemon = webIn(shopChart(), { placement: Placement.everyGateway() });
      expect(
        problemOf(() => new kplus.HorizontalPodAutoscaler(chart, 'no', { target: daemon, maxReplicas: 2 })),
      ).toContain('the workload of an app with an autoscaler must be a Deployment, got a DaemonSet');
      expect(problemOf(() => webIn(shopChart(), { life: Life.once() }).markHasAutoscaler())).toContain('got a Job');
    });

    test('a NetworkPolicy selects the app and its namespace', () => {
      const chart = shopChart();
      const app = webIn(chart);
      const namespace = new EdgeNamespace(chart, 'tools');
      const policy = new kplus.NetworkPolicy(chart, 'policy', { selector: app });
      policy.addIngressRule(namespace);
      policy.addEgressRule(app);
      const { spec } = manifestOf(app, 'NetworkPolicy', 'shop-policy');
      expect(spec.podSelector).toEqual(WEB);
      expect(spec.ingress[0].from).toEqual([
        { namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': 'tools' } }, podSelector: {} },
      ]);
      expect(spec.egress[0].to).toEqual([{ namespaceSelector: SHOP, podSelector: WEB }]);
    });

    test('a workload connects to the app, in policies of both', () => {
      const chart = shopChart();
      const app = webIn(chart, { ports: [Port.tcp(8080, 'http'), Port.udp(53, 'dns')] });
      const caller = new kplus.Deployment(chart, 'caller', { containers: [{ image: 'caller' }] });
      caller.connections.allowTo(app);
      const policies = manifestsOf(app).filter((m) => m.kind === 'NetworkPolicy' && m.metadata.name !== 'web');
      const [into, out] = [policies.find((m) => m.spec.ingress), policies.find((m) => m.spec.egress)];
      expect(out.spec.egress).toEqual([
        { to: [{ namespaceSelector: SHOP, podSelector: WEB }], ports: [{ port: 8080, protocol: 'TCP' }] },
      ]);
      expect(into.spec.podSelector).toEqual(WEB);
      expect(into.metadata.namespace).toBe('shop');
    });

    test('an app without a Service has no backend', () => {
      expect(problemOf(() => webIn(shopChart()).toService())).toContain(
        'the app must have a Service: set exposure, such as Exposure.inCluster()',
      );
    });
  });

  test('an app of both passes Pod Security restricted', () => {
    const chart = shopChart();
    const api = new kplus.Deployment(chart, 'api', { containers: [{ image: image.reference, portNumber: 80 }] });
    const app = webIn(chart, { egress: [Flow.with(api, Port.tcp(80))] });
    new kplus.HorizontalPodAutoscaler(chart, 'scaler', { target: app, maxReplicas: 3 });
    chart.node.root.with(new Hardening());
    const pods = Testing.synth(chart).flatMap((manifest) => podsOf(manifest));
    expect(pods.map(({ template }) => podSecurityVerdict(template))).toEqual(['restricted', 'restricted']);
  });
});

describe('a peer that is not one of cdk8s-plus', () => {
  test.each([
    ['nothing', undefined],
    ['an empty configuration', {}],
    ['a selector that is plain data', { podSelector: { labelSelector: { matchLabels: { a: 'b' } } } }],
  ])('is rejected if it gives %s', (_what, config) => {
    expect(problemOf(() => Flow.with({ toNetworkPolicyPeerConfig: () => config }))).toContain(
      'peer must have an address range or a label selector',
    );
  });

  test('is rejected at synth if it lost its selector', () => {
    let config: unknown = { ipBlock: undefined, podSelector: { labelSelector: { _toKube: () => ({}) } } };
    const app = webIn(shopChart(), { egress: [Flow.with({ toNetworkPolicyPeerConfig: () => config })] });
    config = {};
    expect(problemOf(() => manifestsOf(app))).toContain('peer must have an address range or a label selector');
  });
});
