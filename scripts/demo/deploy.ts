/** Applies the demo to a cluster and waits until all pods are ready. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { DEMO_NAMESPACES, LOADER, LOADER_NAMESPACE, namespaceOfVariant } from '../../src/demo/names';
import { VARIANTS } from './outcome';
import { ROOT } from '../lib/repository';
import { demoCommand, NotReady } from './demo-command';
import { waitForLoadBalancers } from './load-balancers';
import { waitForRollouts } from './rollouts';
import { LOAD_BALANCER, VIA } from './via';

demoCommand({
  summary: 'Apply the demo (the AppArmor loader and five variants of a server) and wait until all pods are ready.',
  timeout: { bounds: 'maximum time to wait for the pods, and for the load balancers', seconds: 300 },
  options: {
    file: { help: 'manifests to apply', default: join(ROOT, 'dist/demo.k8s.yaml') },
    via: { ...VIA, help: 'load-balancer also waits until each server has an address' },
  },
  run: async (kubectl, { seconds, options: { file, via } }) => {
    if (!existsSync(file)) throw new NotReady(`${file} is missing: write it with npm run synth`);

    console.log(`applying ${file}`);
    // everything can be applied at once, because the kubelet tries a pod again if its profile is not loaded yet
    const applied = await kubectl.run(
      'apply',
      '--server-side',
      '--force-conflicts',
      '--field-manager=cdk8s-secure-edge-demo',
      '--filename',
      file,
    );
    console.log(applied.trimEnd());

    const expected = [
      { kind: 'daemonsets', namespace: LOADER_NAMESPACE, names: [LOADER] },
      ...DEMO_NAMESPACES.map((namespace) => ({
        kind: 'deployments' as const,
        namespace,
        names: VARIANTS.filter((variant) => namespaceOfVariant(variant) === namespace),
      })),
    ] as const;
    if (!(await waitForRollouts(kubectl, expected, seconds))) return false;
    if (via === LOAD_BALANCER && !(await waitForLoadBalancers(kubectl, seconds))) return false;
    console.log('the demo is running: check it with npm run demo:validate');
    return true;
  },
});
