import { quote } from '../../input-error';
import type { PodSubject } from '../pod-subject';
import type { Violation } from '../violation';
import { hostPathsOf } from '../host-path';
import { Severity } from '../../severity';
import { nist } from '../frameworks/nist-800-190';
import { cis } from '../frameworks/cis';
import { PodRule } from '../rule';

/** The socket of a runtime, its folder, or a folder around it. */
const SOCKET =
  /^\/(var(\/run)?|run|(var\/)?run\/(.*\/)?(docker|containerd|crio|cri-dockerd|podman|k3s)(\/.*|\.sock)?)?$/;

/** No app commands the container runtime. */
export class NoRuntimeSocket extends PodRule {
  constructor() {
    super({
      id: 'no-runtime-socket',
      title: 'No container runtime is reachable from a pod',
      severity: Severity.CRITICAL,
      rationale:
        'Who speaks to the runtime starts a container that is root of the node, with every path of it mounted: no rule about pods sees it. A read-only mount changes nothing, since a socket is written to all the same.',
      fix: 'remove the volume; what the app wants to know of containers the API server tells',
      controls: [...nist('4.4.3', '4.5.5'), ...cis('5.2.12')],
      examples: {
        good: [
          `
apiVersion: v1
kind: Pod
metadata: {name: sensor}
spec:
  containers: [{name: main, image: sensor}]
  volumes: [{name: data, hostPath: {path: /var/log}}]
`,
        ],
        bad: [
          `
apiVersion: v1
kind: Pod
metadata: {name: sensor}
spec:
  containers: [{name: main, image: sensor}]
  volumes: [{name: data, hostPath: {path: /var/run/docker.sock}}]
`,
          `
apiVersion: v1
kind: Pod
metadata: {name: sensor}
spec:
  containers: [{name: main, image: sensor}]
  volumes: [{name: data, hostPath: {path: /run/containerd}}]
`,
          `
apiVersion: v1
kind: Pod
metadata: {name: sensor}
spec:
  containers: [{name: main, image: sensor}]
  volumes: [{name: data, hostPath: {path: /run}}]
`,
          `
apiVersion: v1
kind: Pod
metadata: {name: sensor}
spec:
  containers: [{name: main, image: sensor}]
  volumes: [{name: data, hostPath: {path: /}}]
`,
        ],
      },
    });
  }

  public check(pod: PodSubject): Violation[] {
    return hostPathsOf(pod)
      .filter(({ hostPath }) => SOCKET.test(hostPath))
      .map(({ path, hostPath }) => ({ path, message: `${quote(hostPath)} holds the socket of the container runtime` }));
  }
}
