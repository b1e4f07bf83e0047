import { namespaceOfVariant } from '../../src/demo/names';
import type { Kubectl } from './kubectl';
import { VARIANTS, type Variant } from './outcome';
import { addressOf, type BalancedService } from './via';
import { Progress, waitUntil } from './wait';

/** Returns the address of a variant's load balancer. Undefined if it has none yet. */
export async function loadBalancerOf(kubectl: Kubectl, variant: Variant): Promise<string | undefined> {
  const [service] = await kubectl.list<BalancedService>(
    'services',
    variant,
    '--namespace',
    namespaceOfVariant(variant),
  );
  return addressOf(service);
}

/** Waits until every variant's load balancer has an address. Prints each address, and after a timeout the Services without one. */
export async function waitForLoadBalancers(kubectl: Kubectl, seconds: number): Promise<boolean> {
  const progress = new Progress();
  let missing: readonly Variant[] = VARIANTS;
  const isDone = await waitUntil(async () => {
    const addresses = await Promise.all(VARIANTS.map((variant) => loadBalancerOf(kubectl, variant)));
    for (const [i, variant] of VARIANTS.entries())
      progress.say(`load balancer of ${variant}`, addresses[i] ?? 'no address yet');
    missing = VARIANTS.filter((_, i) => addresses[i] === undefined);
    return missing.length === 0;
  }, seconds);
  if (isDone) return true;
  console.error(`no address after ${seconds} s: ${missing.join(', ')}`);
  console.error('does the cluster provide load balancers? Without one, use --via port-forward');
  return false;
}
