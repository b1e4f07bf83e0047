import type { Loss } from '../kubernetes/loss';
import type { JsonObject } from '../kubernetes/manifest';
import type { Target } from '../kubernetes/target';
import type { Flow, RenderedFlow } from './flow';

/** Spec of a NetworkPolicy that allows only the flows, and the losses of the target. */
export function networkPolicySpec(
  podSelector: JsonObject,
  ingress: ReadonlyArray<Flow>,
  egress: ReadonlyArray<Flow>,
  target: Target,
): { spec: JsonObject; losses: Loss[] } {
  const [into, out] = [ingress, egress].map((flows) => flows.map((f) => f._render(target))) as [
    RenderedFlow[],
    RenderedFlow[],
  ];
  return {
    spec: {
      podSelector,
      policyTypes: ['Ingress', 'Egress'],
      ...(into.length > 0 && { ingress: into.map((f) => rule('from', f)) }),
      ...(out.length > 0 && { egress: out.map((f) => rule('to', f)) }),
    },
    losses: [...into, ...out].flatMap((f) => f.loss ?? []),
  };
}

function rule(direction: 'from' | 'to', { peers, ports }: RenderedFlow): JsonObject {
  return { [direction]: peers, ...(ports.length > 0 && { ports }) };
}
