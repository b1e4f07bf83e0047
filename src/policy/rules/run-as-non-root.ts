import { Severity } from '../../severity';
import { cis } from '../frameworks/cis';
import { nist } from '../frameworks/nist-800-190';
import { nsa } from '../frameworks/nsa-cisa';
import { runAsNonRoot } from '../pod-security/checks/run-as-non-root';
import { PodSecurityRule } from '../pod-security-rule';

/** Every container says that it does not run as user 0. */
export class RunAsNonRoot extends PodSecurityRule {
  constructor() {
    super({
      id: 'run-as-non-root',
      title: 'No container may start as user 0',
      severity: Severity.HIGH,
      rationale:
        'User 0 of a container is user 0 of the node: a flaw in the kernel or the runtime then hands over the gateway. With runAsNonRoot the kubelet refuses to start an image that would run as user 0.',
      fix: 'set securityContext.runAsNonRoot to true on the pod, and a runAsUser other than 0 for an image whose user is a name',
      restricted: runAsNonRoot,
      controls: [...nist('4.1.2', '4.4.3'), ...cis('5.2.7'), ...nsa('C-0013')],
      examples: {
        good: [
          `
apiVersion: v1
kind: Pod
metadata: {name: sensor}
spec:
  securityContext: {runAsNonRoot: true}
  containers: [{name: main, image: sensor}]
`,
        ],
        bad: [
          `
apiVersion: v1
kind: Pod
metadata: {name: sensor}
spec:
  containers: [{name: main, image: sensor}]
`,
          `
apiVersion: v1
kind: Pod
metadata: {name: sensor}
spec:
  securityContext: {runAsNonRoot: true}
  containers: [{name: main, image: sensor, securityContext: {runAsNonRoot: false}}]
`,
        ],
      },
    });
  }
}
