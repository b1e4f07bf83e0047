/** Applies the demo to a cluster and waits until all pods are ready. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { DEMO_NAMESPACE, LOADER, LOADER_NAMESPACE } from '../../src/demo/names';
import { VARIANTS } from './outcome';
import { ROOT } from '../lib/repository';
import { demoCommand, NotReady } from './demo-command';
import { waitForRollouts } from './rollouts';

demoCommand({
  summary: 'Apply the demo (the AppArmor loader and five variants of a server) and wait until all pods are ready.',
  timeout: { bounds: 'maximum time to wait for the pods', seconds: 300 },
  options: { file: { help: 'manifests to apply', default: join(ROOT, 'dist/demo.k8s.yaml') } },
  run: async (kubectl, { seconds, options: { file } }) => {
    if (!existsSync(file)) throw new NotReady(`${file} is missing: write it with npm run synth`);

    console.log(`applying ${file}`);
    // everything can be applied at once, because the kubelet tries a pod again if its profile is not loaded yet
    await kubectl.run(
      'apply',
      '--server-side',
      '--force-conflicts',
      '--field-manager=cdk8s-secure-edge-demo',
      '--filename',
      file,
    );

    const expected = [
      { kind: 'daemonsets', namespace: LOADER_NAMESPACE, names: [LOADER] },
      { kind: 'deployments', namespace: DEMO_NAMESPACE, names: VARIANTS },
    ] as const;
    if (!(await waitForRollouts(kubectl, expected, seconds))) return false;
    console.log('the demo is running: check it with npm run demo:validate');
    return true;
  },
});
