import { Severity } from '../../../diagnostics/severity';
import type { ContainerSubject } from '../../subject/container-subject';
import { exampleClient, PARSEC_MOUNT } from './parsec-example';
import { nist } from '../../frameworks/nist-800-190';
import { parsecClientsOf } from './parsec-access';
import type { PodSubject } from '../../subject/pod-subject';
import { userOf } from '../../extract/user-of';
import type { Violation } from '../../violation';
import { rule } from '../../built-in-rule';
import { Topic } from '../../topic';

/** Checks that each client of Parsec sets a numeric user of its own. */
export const parsecOwnUser = rule({
  id: 'parsec-own-user',
  topic: Topic.PARSEC,
  scope: 'pod',
  looksAt: { fields: ['volumes'] },
  title: 'A client of Parsec sets a numeric user ID of its own',
  severity: Severity.HIGH,
  rationale:
    "Parsec identifies an app by its user ID only. User 0 may be Parsec's administrator, who can delete the keys of every app; Parsec's own user owns the socket and the keys; a user that only the image sets may be the user of another app.",
  fix: 'give each app its own ID: securityContext: {runAsNonRoot: true, runAsUser: 1250}; `secure-edge identity assign` assigns distinct IDs',
  references: ['https://parallaxsecond.github.io/parsec-book/parsec_service/authenticators.html'],
  controls: nist('4.6', '4.1.2'),
  check,
  examples: {
    good: [exampleClient({ spec: 'securityContext: {runAsUser: 1250}' })],
    bad: [
      exampleClient(),
      exampleClient({ container: `securityContext: {runAsUser: 0}\n${PARSEC_MOUNT}` }),
      exampleClient({ spec: 'securityContext: {runAsUser: 1206}' }),
    ],
  },
});

/** Parsec's own user on Izuma Edge. */
const SERVICE_USER = 1206;

function check(pod: PodSubject): Violation[] {
  if (pod.isWindows) return [];
  return parsecClientsOf(pod).flatMap((container) => {
    const wrong = fault(userOf(container));
    if (wrong === undefined) return [];
    return [{ path: placeOf(container), container: container.name, ...wrong }];
  });
}

function fault(user: number | undefined): Pick<Violation, 'message' | 'severity'> | undefined {
  if (user === undefined)
    return {
      message: 'runAsUser is unset, so the image decides which user the app is at Parsec',
      severity: Severity.MEDIUM,
    };
  if (user === 0) return { message: "runAsUser is 0, which may be the administrator of every app's keys at Parsec" };
  if (user !== SERVICE_USER) return undefined;
  return {
    message: `runAsUser is ${SERVICE_USER}, Parsec's own user on Izuma Edge, which owns the socket and the keys`,
  };
}

/** Returns the JSON pointer of the user within the pod, or where it should be set. */
function placeOf(container: ContainerSubject): string {
  const own = container.securityContext['runAsUser'] !== undefined;
  const pods = container.pod.securityContext['runAsUser'] !== undefined;
  return `${own || !pods ? container.path : '/spec'}/securityContext/runAsUser`;
}
