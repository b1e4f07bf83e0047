import { Exposure, Flow, Peer, Port, Target, Weakness } from 'cdk8s-secure-edge';
import { manifestOf, manifestsOf, problemOf, REASON, web } from './apps';

const ports = [Port.tcp(8080, 'http'), Port.udp(5683, 'coap')];

describe('an exposure', () => {
  test('writes no Service by default', () => {
    expect(manifestsOf(web({ ports })).map((m) => m.kind)).toEqual(['NetworkPolicy', 'ServiceAccount', 'Deployment']);
    expect(manifestsOf(web({ ports, exposure: Exposure.none() }))).toHaveLength(3);
  });

  test('in the cluster gives the ports an address, and adds no flow', () => {
    const app = web({ ports, exposure: Exposure.inCluster(), ingress: [] });
    expect(manifestOf(app, 'Service').spec).toEqual({
      type: 'ClusterIP',
      selector: { 'app.kubernetes.io/name': 'web' },
      ports: [
        { name: 'http', port: 8080, protocol: 'TCP', targetPort: 'http' },
        { name: 'coap', port: 5683, protocol: 'UDP', targetPort: 'coap' },
      ],
    });
    expect(manifestOf(app, 'Service').metadata.annotations).toBeUndefined();
    expect(manifestOf(app, 'NetworkPolicy').spec.ingress).toBeUndefined();
  });

  test("with another port forwards to the app's port", () => {
    const app = web({ ports: [Port.tcp(8080, 'http')], exposure: Exposure.inCluster({ port: 80 }), ingress: [] });
    expect(manifestOf(app, 'Service').spec.ports).toEqual([
      { name: 'http', port: 80, protocol: 'TCP', targetPort: 'http' },
    ]);
  });

  test('with a load balancer has only a private address on each of three clouds', () => {
    const app = web({ ports, exposure: Exposure.internalLoadBalancer() });
    const { metadata, spec } = manifestOf(app, 'Service');
    expect(metadata.annotations).toEqual({
      'networking.gke.io/load-balancer-type': 'Internal',
      'service.beta.kubernetes.io/aws-load-balancer-internal': 'true',
      'service.beta.kubernetes.io/aws-load-balancer-scheme': 'internal',
      'service.beta.kubernetes.io/azure-load-balancer-internal': 'true',
    });
    expect(spec).toMatchObject({
      type: 'LoadBalancer',
      externalTrafficPolicy: 'Local',
      loadBalancerSourceRanges: ['10.0.0.0/8', '172.16.0.0/12', '192.168.0.0/16'],
    });
  });

  test("with a load balancer allows only its sources to connect, to the app's own ports", () => {
    const exposure = Exposure.internalLoadBalancer({ port: 80, sources: ['10.1.0.0/16', 'fd12::/16'] });
    const app = web({ ports: [Port.tcp(8080, 'http')], exposure });
    expect(manifestOf(app, 'Service').spec.loadBalancerSourceRanges).toEqual(['10.1.0.0/16', 'fd12::/16']);
    expect(manifestOf(app, 'NetworkPolicy').spec.ingress).toEqual([
      {
        from: [{ ipBlock: { cidr: '10.1.0.0/16' } }, { ipBlock: { cidr: 'fd12::/16' } }],
        ports: [{ protocol: 'TCP', port: 8080 }],
      },
    ]);
  });

  test('without an address of its own resolves to the pods, so that it needs no port', () => {
    expect(manifestOf(web({ exposure: Exposure.headless(), ingress: [] }), 'Service').spec).toEqual({
      type: 'ClusterIP',
      clusterIP: 'None',
      selector: { 'app.kubernetes.io/name': 'web' },
    });
    const { spec } = manifestOf(web({ ports, exposure: Exposure.headless(), ingress: [] }), 'Service');
    expect(spec).toMatchObject({ clusterIP: 'None', ports: [{ port: 8080 }, { port: 5683 }] });
  });

  test('has a Service for each alias, which is never a load balancer', () => {
    const app = web({ ports, exposure: Exposure.internalLoadBalancer({ aliases: ['shop'] }) });
    expect(manifestOf(app, 'Service', 'shop').spec).toEqual({
      type: 'ClusterIP',
      selector: { 'app.kubernetes.io/name': 'web' },
      ports: manifestOf(app, 'Service', 'web').spec.ports,
    });
    expect(manifestOf(app, 'Service', 'shop').metadata.annotations).toBeUndefined();
    const headless = web({ exposure: Exposure.headless({ aliases: ['a', 'b'] }), ingress: [] });
    expect(manifestsOf(headless).filter((m) => m.kind === 'Service')).toHaveLength(3);
    expect(manifestOf(headless, 'Service', 'b').spec.clusterIP).toBe('None');
  });

  test.each([
    [['Shop'], 'alias must be at most 63 of the characters'],
    [['1st'], 'alias must start with a letter, got "1st"'],
    [['a', 'a'], 'alias "a" is given twice'],
  ])('rejects the aliases %j', (aliases, message) => {
    expect(problemOf(() => Exposure.headless({ aliases }))).toContain(message);
    expect(problemOf(() => Exposure.inCluster({ aliases }))).toContain(message);
    expect(problemOf(() => Exposure.internalLoadBalancer({ aliases }))).toContain(message);
  });

  test("rejects an alias that is the app's own name", () => {
    expect(problemOf(() => web({ exposure: Exposure.headless({ aliases: ['web'] }) }))).toContain(
      'alias must differ from the app\'s name, got "web": remove it',
    );
  });

  test.each([
    [
      { exposure: Exposure.inCluster() },
      '1.27',
      'an app without ports cannot be exposed: add the ports that it listens on, or use Exposure.headless',
    ],
    [
      { ports, exposure: Exposure.inCluster({ port: 80 }) },
      '1.27',
      'port 80 of the Service needs an app with exactly one port, got 2: remove port, so that the Service has the ports of the app',
    ],
    [
      { ports, exposure: Exposure.internalLoadBalancer() },
      '1.23',
      'ports of a load balancer must have one protocol on 1.23, got TCP and UDP: mixed protocols need Kubernetes 1.24 or later',
    ],
    [
      { ports, exposure: Exposure.inCluster(), name: '1web' },
      '1.27',
      'name of an exposed app must start with a letter, because it is the name of a Service, got "1web"',
    ],
  ])('is rejected if no client could connect: case %#', (props, target, message) => {
    expect(problemOf(() => web(props, target))).toBe(`SecureEdgeApp "shop/web": ${message}`);
  });

  test('is rejected if the target does not route Services', () => {
    expect(problemOf(() => web({ ports, exposure: Exposure.inCluster() }, Target.izumaEdge()))).toContain(
      'izuma-edge does not route Services: remove exposure',
    );
  });

  test.each([
    ['1.23', Exposure.inCluster()],
    ['1.24', Exposure.internalLoadBalancer()],
  ])('accepts mixed protocols on %s', (target, exposure) => {
    expect(() => web({ ports, exposure }, target)).not.toThrow();
  });
});

describe('chosen ports of a Service', () => {
  const [http, metrics] = [Port.tcp(8080, 'http'), Port.tcp(9090, 'metrics')];

  test('are the only ones', () => {
    const exposure = Exposure.inCluster({ ports: [http], port: 80, aliases: ['shop'] });
    const app = web({ ports: [http, metrics], exposure, ingress: [Flow.with(Peer.namespace('traefik'), http)] });
    const ports = [{ name: 'http', port: 80, protocol: 'TCP', targetPort: 'http' }];
    expect(manifestOf(app, 'Service', 'web').spec.ports).toEqual(ports);
    expect(manifestOf(app, 'Service', 'shop').spec.ports).toEqual(ports);
    const balanced = web({ ports: [http, metrics], exposure: Exposure.internalLoadBalancer({ ports: [http] }) });
    expect(manifestOf(balanced, 'NetworkPolicy').spec.ingress[0].ports).toEqual([{ port: 8080, protocol: 'TCP' }]);
  });

  test('must be ports of the app', () => {
    expect(problemOf(() => web({ ports: [http], exposure: Exposure.inCluster({ ports: [metrics] }) }))).toContain(
      "exposed port 9090/TCP must be one of the app's ports: add it to ports",
    );
    expect(problemOf(() => Exposure.headless({ ports: [] }))).toContain('ports must not be empty');
  });
});

describe('an exposed app that no flow admits', () => {
  const http = Port.tcp(8080, 'http');
  const exposed = { ports: [http], exposure: Exposure.inCluster() };
  const synth =
    (props: object): (() => unknown) =>
    () =>
      manifestsOf(web({ ...exposed, ...props }));

  test('is an error at synth, with the fix', () => {
    expect(synth({})).toThrow('the app is exposed, but no flow admits a client: set ingress');
    expect(synth({ ingress: [Flow.with(Peer.namespace('traefik'), Port.tcp(80))] })).toThrow('no flow admits a client');
  });

  test('is none if a flow admits one of its ports, also one that is added later', () => {
    expect(synth({ ingress: [Flow.with(Peer.namespace('traefik'), http)] })).not.toThrow();
    expect(synth({ ingress: [Flow.with(Peer.namespace('traefik'))] })).not.toThrow();
    const app = web(exposed);
    app.allowIngress(Flow.with(Peer.namespace('traefik'), http));
    expect(() => manifestsOf(app)).not.toThrow();
  });

  test('is none if another policy admits clients, or policies do not apply', () => {
    expect(synth({ ingress: [] })).not.toThrow();
    expect(synth({ weaknesses: [Weakness.hostNetwork(REASON)] })).not.toThrow();
    expect(() => manifestsOf(web({ ports: [http] }))).not.toThrow();
  });
});
