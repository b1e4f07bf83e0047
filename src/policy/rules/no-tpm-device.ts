import { quote } from '../../input-error';
import type { PodSubject } from '../pod-subject';
import type { Violation } from '../violation';
import { hostPathsOf } from '../host-path';
import { Severity } from '../../severity';
import { nist } from '../frameworks/nist-800-190';
import { PodRule } from '../rule';

const TPM = /^\/(dev(\/tpm(rm)?\d+)?)?$/;

/** Apps use the TPM through Parsec. */
export class NoTpmDevice extends PodRule {
  constructor() {
    super({
      id: 'no-tpm-device',
      title: 'No pod has the TPM itself',
      severity: Severity.HIGH,
      rationale:
        "The TPM knows no apps: who has the device uses every key in it, and can lock it for all. Parsec keeps each app's keys apart by its user.",
      fix: 'remove the volume, and mount the socket of Parsec',
      controls: [...nist('4.5.5', '4.6')],
      examples: {
        good: [
          `
apiVersion: v1
kind: Pod
metadata: {name: sensor}
spec:
  containers: [{name: main, image: sensor}]
  volumes: [{name: data, hostPath: {path: /run/parsec}}]
`,
        ],
        bad: [
          `
apiVersion: v1
kind: Pod
metadata: {name: sensor}
spec:
  containers: [{name: main, image: sensor}]
  volumes: [{name: data, hostPath: {path: /dev/tpmrm0}}]
`,
          `
apiVersion: v1
kind: Pod
metadata: {name: sensor}
spec:
  containers: [{name: main, image: sensor}]
  volumes: [{name: data, hostPath: {path: /dev/tpm0}}]
`,
          `
apiVersion: v1
kind: Pod
metadata: {name: sensor}
spec:
  containers: [{name: main, image: sensor}]
  volumes: [{name: data, hostPath: {path: /dev}}]
`,
        ],
      },
    });
  }

  public check(pod: PodSubject): Violation[] {
    return hostPathsOf(pod)
      .filter(({ hostPath }) => TPM.test(hostPath))
      .map(({ path, hostPath }) => ({ path, message: `${quote(hostPath)} gives the pod the TPM` }));
  }
}
