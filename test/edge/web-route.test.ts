import { Exposure, Peer, Placement, Port } from 'cdk8s-secure-edge';
import { manifestOf, problemOf, web } from './apps';

const gateway = Placement.gateway('gateway-7');

describe('an Ingress', () => {
  const http = Port.tcp(8080, 'http');
  const controller = Peer.namespace('ingress-nginx');
  const options = { host: 'shop.plant.example', tls: 'shop-tls', className: 'nginx', controller };
  const shop = { ports: [http, Port.tcp(9090)], exposure: Exposure.ingress({ ...options, appPort: http }) };

  test('has one host with TLS, and its Service has only the port of the route', () => {
    const app = web(shop);
    expect(manifestOf(app, 'Ingress')).toMatchObject({
      apiVersion: 'networking.k8s.io/v1',
      metadata: { name: 'web' },
      spec: {
        ingressClassName: 'nginx',
        rules: [
          {
            host: 'shop.plant.example',
            http: {
              paths: [{ path: '/', pathType: 'Prefix', backend: { service: { name: 'web', port: { name: 'http' } } } }],
            },
          },
        ],
        tls: [{ hosts: ['shop.plant.example'], secretName: 'shop-tls' }],
      },
    });
    expect(manifestOf(app, 'Service').spec.ports.map(({ port }: any) => port)).toEqual([8080]);
  });

  test('admits only its controller', () => {
    expect(manifestOf(web(shop), 'NetworkPolicy').spec.ingress).toEqual([
      {
        from: [{ namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': 'ingress-nginx' } } }],
        ports: [{ port: 8080, protocol: 'TCP' }],
      },
    ]);
  });

  test('has the older form before 1.19', () => {
    const labelled = Peer.namespacesLabelled({ name: 'ingress-nginx' });
    const exposure = Exposure.ingress({ ...options, controller: labelled });
    expect(manifestOf(web({ ports: [http], exposure }, '1.13'), 'Ingress')).toMatchObject({
      apiVersion: 'extensions/v1beta1',
      metadata: { annotations: { 'kubernetes.io/ingress.class': 'nginx' } },
      spec: { rules: [{ http: { paths: [{ path: '/', backend: { serviceName: 'web', servicePort: 'http' } }] } }] },
    });
  });

  test.each([
    [() => Exposure.ingress({ ...options, host: '*.example' }), 'host must be'],
    [() => Exposure.ingress({ ...options, tls: 'A' }), 'tls must be'],
    [() => Exposure.ingress({ ...options, className: '' }), 'className must be'],
    [() => Exposure.ingress({ ...options, path: 'x' }), 'path must start with "/"'],
    [() => Exposure.ingress({ ...options, path: '/a/../b' }), 'path must start with "/"'],
    [
      () => web({ ports: [http, Port.tcp(9090)], exposure: Exposure.ingress(options) }),
      'an app with an Ingress needs one TCP port, got 2: set appPort to one of its ports',
    ],
    [
      () => web({ ports: [http], placement: gateway, exposure: Exposure.ingress(options) }, 'izuma-edge'),
      'izuma-edge does not route Services: remove exposure, or use Exposure.onGateway',
    ],
  ])('is rejected: case %#', (call, message) => {
    expect(problemOf(call)).toContain(message);
  });

  test('of the Gateway API is an HTTPRoute from 1.26', () => {
    const route = {
      host: 'shop.plant.example',
      gateway: 'plant',
      gatewayNamespace: 'edge',
      listener: 'https',
      controller,
    };
    const props = { ports: [http], exposure: Exposure.httpRoute({ ...route, path: '/shop' }) };
    expect(manifestOf(web(props, '1.26'), 'HTTPRoute')).toMatchObject({
      apiVersion: 'gateway.networking.k8s.io/v1',
      metadata: { name: 'web', labels: { 'app.kubernetes.io/name': 'web' } },
      spec: {
        hostnames: ['shop.plant.example'],
        parentRefs: [{ name: 'plant', namespace: 'edge', sectionName: 'https' }],
        rules: [
          {
            matches: [{ path: { type: 'PathPrefix', value: '/shop' } }],
            backendRefs: [{ name: 'web', port: 8080 }],
          },
        ],
      },
    });
    expect(problemOf(() => web(props, '1.25'))).toContain(
      '1.25 does not serve HTTPRoute: the Gateway API needs Kubernetes 1.26 or later: use Exposure.ingress',
    );
    expect(problemOf(() => Exposure.httpRoute({ ...route, gateway: 'A' }))).toContain('gateway must be');
  });
});
