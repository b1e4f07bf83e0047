import type { DemoOption } from './demo-command';

/** Connects through the API server, which needs no load balancer. */
export const PORT_FORWARD = 'port-forward';

/** Connects to the addresses that the cluster's load balancers give the Services. */
export const LOAD_BALANCER = 'load-balancer';

/** Option that selects the path of the requests. */
export const VIA: DemoOption = {
  help: 'path of the requests to the servers',
  default: PORT_FORWARD,
  choices: [PORT_FORWARD, LOAD_BALANCER],
};

/** Service, with the address of its load balancer. */
export interface BalancedService {
  readonly metadata: { readonly name: string };
  readonly status?: {
    readonly loadBalancer?: { readonly ingress?: readonly { readonly ip?: string; readonly hostname?: string }[] };
  };
}

/** Returns the address of a Service's load balancer. Undefined if it has none yet. */
export function addressOf(service: BalancedService | undefined): string | undefined {
  const [first] = service?.status?.loadBalancer?.ingress ?? [];
  return first?.ip ?? first?.hostname;
}
