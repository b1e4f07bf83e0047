import { typeProblem } from '../diagnostics/expected-type';
import { Problems, quote } from '../diagnostics/input-error';
import type { JsonObject } from '../kubernetes/manifest';
import { referenceTo, type INamedObject } from '../kubernetes/named-object';
import { Protocol, type Port } from '../kubernetes/port';
import { dnsSubdomain } from '../kubernetes/syntax';
import type { Target } from '../kubernetes/target';
import type { INetworkPeer } from '../network/network-peer';
import { Peer } from '../network/peer';

/** Options that an Ingress and an HTTPRoute have in common. */
export interface WebRouteOptions {
  /** Host name that clients use, such as `shop.plant.example`. */
  readonly host: string;
  /**
   * Beginning of the paths that reach the app.
   * @default "/"
   */
  readonly path?: string;
  /**
   * Port of the app that receives the traffic.
   * @default - the only TCP port of the app
   */
  readonly appPort?: Port;
  /** Pods of the controller that connect to the app, such as `Peer.namespace('ingress-nginx')`. */
  readonly controller: Peer | INetworkPeer;
}

/** Options of an Ingress. */
export interface IngressOptions extends WebRouteOptions {
  /** Secret with the certificate of the host, or its name. */
  readonly tls: string | INamedObject;
  /** Class of the Ingress, such as `nginx`: the controller that serves it. */
  readonly className: string;
}

/** Options of an HTTPRoute. */
export interface HttpRouteOptions extends WebRouteOptions {
  /** Name of the Gateway that serves the route. Its listener has the certificate of the host. */
  readonly gateway: string;
  /**
   * Namespace of the Gateway. The Gateway must allow routes of other namespaces.
   * @default - the app's namespace
   */
  readonly gatewayNamespace?: string;
  /**
   * Listener of the Gateway, such as `https`.
   * @default - all listeners of the Gateway
   */
  readonly listener?: string;
}

/** Route as its manifest has it. */
export interface RenderedRoute {
  readonly kind: string;
  readonly apiVersion: string;
  readonly annotations: JsonObject;
  readonly spec: JsonObject;
}

/** Object that routes HTTP requests to the Service of an app. */
export interface WebRoute {
  readonly kind: 'Ingress' | 'HTTPRoute';
  readonly peer: Peer;
  readonly appPort: Port | undefined;
  /** Returns the apiVersion of the kind. Undefined if the target does not have it. */
  readonly apiVersion: (target: Target) => string | undefined;
  /** Way to reach the app on a target without the kind. */
  readonly otherwise: string;
  readonly render: (target: Target, service: string, port: Port) => { annotations: JsonObject; spec: JsonObject };
}

/** First minor version of Kubernetes that the definitions of `gateway.networking.k8s.io/v1` support. */
const GATEWAY_API_SINCE = 26;

/** First minor version of Kubernetes with `spec.ingressClassName` in an apiVersion that this library writes. */
const CLASS_NAME_SINCE = 19;

/**
 * Returns the route of an Ingress.
 * @throws {@link InputError} if an option is invalid
 */
export function ingressRoute(options: IngressOptions): WebRoute {
  const { host, path = '/', className } = options;
  const problems = commonProblems(options);
  const { name: secretName, problem } = referenceTo('Secret', options.tls, 'tls');
  problems.add(problem);
  problems.add(dnsSubdomain('className', className));
  problems.throwIfAny('Exposure.ingress');
  return {
    kind: 'Ingress',
    peer: Peer._of(options.controller),
    appPort: options.appPort,
    apiVersion: (target) => target._apiVersion('Ingress'),
    otherwise: 'use Exposure.onGateway',
    render: (target, service, port) => {
      const isV1 = target.minor >= CLASS_NAME_SINCE;
      const backend = isV1
        ? { service: { name: service, port: { name: port.name } } }
        : { serviceName: service, servicePort: port.name };
      return {
        annotations: isV1 ? {} : { 'kubernetes.io/ingress.class': className },
        spec: {
          ...(isV1 && { ingressClassName: className }),
          rules: [{ host, http: { paths: [{ path, ...(isV1 && { pathType: 'Prefix' }), backend }] } }],
          tls: [{ hosts: [host], secretName }],
        },
      };
    },
  };
}

/**
 * Returns the route of a Gateway.
 * @throws {@link InputError} if an option is invalid
 */
export function httpRoute(options: HttpRouteOptions): WebRoute {
  const { host, path = '/', gateway, gatewayNamespace, listener } = options;
  const problems = commonProblems(options);
  problems.add(dnsSubdomain('gateway', gateway));
  if (gatewayNamespace !== undefined) problems.add(dnsSubdomain('gatewayNamespace', gatewayNamespace));
  if (listener !== undefined) problems.add(dnsSubdomain('listener', listener));
  problems.throwIfAny('Exposure.httpRoute');
  return {
    kind: 'HTTPRoute',
    peer: Peer._of(options.controller),
    appPort: options.appPort,
    apiVersion: ({ minor, isIzumaEdge }) =>
      !isIzumaEdge && minor >= GATEWAY_API_SINCE ? 'gateway.networking.k8s.io/v1' : undefined,
    otherwise: `the Gateway API needs Kubernetes 1.${GATEWAY_API_SINCE} or later: use Exposure.ingress`,
    render: (_target, service, port) => ({
      annotations: {},
      spec: {
        hostnames: [host],
        parentRefs: [
          {
            name: gateway,
            ...(gatewayNamespace !== undefined && { namespace: gatewayNamespace }),
            ...(listener !== undefined && { sectionName: listener }),
          },
        ],
        rules: [
          {
            backendRefs: [{ name: service, port: port.number }],
            matches: [{ path: { type: 'PathPrefix', value: path } }],
          },
        ],
      },
    }),
  };
}

/** Returns the ports of an app that a route can use. A valid app has exactly one. */
export function routedPorts({ appPort }: WebRoute, ports: ReadonlyArray<Port>): Port[] {
  return ports.filter(
    (port) => port.protocol === Protocol.TCP && (appPort === undefined || port.number === appPort.number),
  );
}

/** Problem of a route for an app with some ports. */
export function routeProblem(route: WebRoute, ports: ReadonlyArray<Port>, target: Target): string | undefined {
  if (route.apiVersion(target) === undefined) return `${target.name} does not serve ${route.kind}: ${route.otherwise}`;
  const found = routedPorts(route, ports);
  if (found.length === 1) return undefined;
  return `an app with ${route.kind === 'Ingress' ? 'an Ingress' : 'an HTTPRoute'} needs one TCP port, got ${found.length}: set appPort to one of its ports`;
}

function commonProblems({ host, path = '/', controller }: WebRouteOptions): Problems {
  const problems = new Problems();
  problems.add(typeProblem('controller', controller, 'object'));
  problems.add(dnsSubdomain('host', host));
  if (!/^\/[A-Za-z0-9/_.~-]*$/.test(path) || /\/\/|\/\.\.?(\/|$)/.test(path))
    problems.add(
      `path must start with "/" and must not contain "//", "." or ".." as a part, or characters other than letters, digits, "-", "_", "." and "~", got ${quote(path)}`,
    );
  return problems;
}
