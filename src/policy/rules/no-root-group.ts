import { FEATURES } from '../../kubernetes/features';
import { listAt } from '../../kubernetes/manifest';
import { Severity } from '../../severity';
import { examplePod } from '../example';
import { nist } from '../frameworks/nist-800-190';
import { nsa } from '../frameworks/nsa-cisa';
import type { PodSubject } from '../pod-subject';
import { PodRule } from '../rule';
import type { Violation } from '../violation';

/** No container is of the group of root. */
export class NoRootGroup extends PodRule {
  constructor() {
    super({
      id: 'no-root-group',
      title: 'No container is of the group of root',
      severity: Severity.MEDIUM,
      rationale:
        "Many files of a node are readable, and some writable, to group 0. A runAsUser without a runAsGroup is of that group, too, unless the image's own list of users says otherwise.",
      fix: 'securityContext: {runAsUser: 1250, runAsGroup: 1250}',
      controls: [...nist('4.1.2'), ...nsa('C-0013')],
      examples: {
        good: [
          examplePod({ spec: 'securityContext: {runAsUser: 1250, runAsGroup: 1250, supplementalGroups: [1206]}' }),
          examplePod(),
        ],
        bad: [
          examplePod({ container: 'securityContext: {runAsGroup: 0}' }),
          examplePod({ spec: 'securityContext: {runAsUser: 1250, runAsGroup: 1250, supplementalGroups: [0]}' }),
          examplePod({ spec: 'securityContext: {fsGroup: 0}' }),
          examplePod({ spec: 'securityContext: {runAsUser: 1250}' }),
        ],
      },
    });
  }

  public check(pod: PodSubject): Violation[] {
    if (pod.isWindows || pod.hasUserNamespace) return [];
    return [...ofPod(pod), ...ofContainers(pod)];
  }
}

function ofPod({ securityContext }: PodSubject): Violation[] {
  const path = '/spec/securityContext';
  const single = ['runAsGroup', 'fsGroup']
    .filter((field) => securityContext[field] === 0 && securityContext['runAsUser'] !== 0)
    .map((field) => ({ path: `${path}/${field}`, message: `${field} is 0, the group of root` }));
  const others = listAt(securityContext, 'supplementalGroups').flatMap((group, i) =>
    group === 0
      ? [{ path: `${path}/supplementalGroups/${i}`, message: 'supplementalGroups has 0, the group of root' }]
      : [],
  );
  return [...single, ...others];
}

function ofContainers(pod: PodSubject): Violation[] {
  return pod.containers.flatMap(({ name: container, path, securityContext }) => {
    const at = `${path}/securityContext/runAsGroup`;
    const { runAsUser: user = pod.securityContext['runAsUser'] } = securityContext;
    const { runAsGroup: group = pod.securityContext['runAsGroup'] } = securityContext;
    // user 0 is found by rules of its own, and may do without the group
    if (user === 0) return [];
    if (securityContext['runAsGroup'] === 0)
      return [{ path: at, container, message: 'runAsGroup is 0, the group of root' }];
    const canSay = pod.object.manifests.version.minor >= FEATURES.runAsGroup.since;
    if (typeof user !== 'number' || typeof group === 'number' || !canSay) return [];
    const message = `runAsUser is ${user} and runAsGroup is not set: that user is of group 0, unless the image lists it`;
    return [{ path: at, container, message, severity: Severity.LOW }];
  });
}
