import { Exposure, Port, Target } from 'cdk8s-secure-edge';
import { manifestOf, manifestsOf, problemOf, web } from './apps';

const ports = [Port.tcp(8080, 'http'), Port.udp(5683, 'coap')];

describe('exposing an app', () => {
  test('makes no Service by default', () => {
    expect(manifestsOf(web({ ports })).map((m) => m.kind)).toEqual(['Deployment', 'ServiceAccount', 'NetworkPolicy']);
    expect(manifestsOf(web({ ports, exposure: Exposure.none() }))).toHaveLength(3);
  });

  test("in the cluster gives its ports an address, and lets nobody in that its flows don't", () => {
    const app = web({ ports, exposure: Exposure.inCluster() });
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

  test('by another port leads to its own', () => {
    const app = web({ ports: [Port.tcp(8080, 'http')], exposure: Exposure.inCluster({ port: 80 }) });
    expect(manifestOf(app, 'Service').spec.ports).toEqual([
      { name: 'http', port: 80, protocol: 'TCP', targetPort: 'http' },
    ]);
  });

  test('by a load balancer keeps off the public internet on each of three clouds', () => {
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

  test("by a load balancer lets its sources in by the app's own ports, and nobody else", () => {
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

  test.each([
    [
      { exposure: Exposure.inCluster() },
      '1.27',
      'an app without ports cannot be exposed: give it the ports that it listens on',
    ],
    [
      { ports, exposure: Exposure.inCluster({ port: 80 }) },
      '1.27',
      'port 80 of the Service fits an app of one port, got 2: leave it out',
    ],
    [
      { ports, exposure: Exposure.internalLoadBalancer() },
      '1.23',
      'ports of a load balancer must be of one protocol on 1.23, got TCP and UDP: Kubernetes mixes them from 1.24 on',
    ],
    [
      { ports, exposure: Exposure.inCluster(), name: '1web' },
      '1.27',
      `name of an app that is exposed must start with a letter, as a Service's does, got "1web"`,
    ],
  ])('is refused where nobody could connect: case %#', (props, target, message) => {
    expect(problemOf(() => web(props, target))).toBe(`SecureEdgeApp "shop/web": ${message}`);
  });

  test('is refused where nothing routes Services', () => {
    expect(problemOf(() => web({ ports, exposure: Exposure.inCluster() }, Target.izumaEdge()))).toContain(
      'izuma-edge routes no Services: leave the exposure out',
    );
  });

  test.each([
    ['1.23', Exposure.inCluster()],
    ['1.24', Exposure.internalLoadBalancer()],
  ])('of mixed protocols works on %s', (target, exposure) => {
    expect(() => web({ ports, exposure }, target)).not.toThrow();
  });
});
