import { ContainerRole, type ContainerSubject } from '../../subject/container-subject';
import { examplePod } from '../../example';
import type { ObjectSubject } from '../../subject/object-subject';
import { isNative } from '../../extract/native-kind';
import { rule } from '../../built-in-rule';
import type { Rule, RuleProps } from '../../rule';
import type { Topic } from '../../topic';
import type { Violation } from '../../violation';

/** Definition of a rule that requires a probe. */
export interface ProbeRuleDefinition extends Omit<RuleProps, 'examples'> {
  readonly topic: Topic;
  /** Field of the container. */
  readonly probe: 'livenessProbe' | 'readinessProbe';
  /** Consequence of a missing probe, as a clause after `… is unset, so`. */
  readonly without: string;
}

const PORTS = 'ports: [{containerPort: 8080}]';

/** Makes a rule that requires a probe for every container that keeps running and has a port. */
export function probeRule({ probe, without, ...props }: ProbeRuleDefinition): Rule {
  return rule({
    ...props,
    scope: 'container',
    check: (container) => probeProblems(container, probe, without),
    examples: {
      good: [
        examplePod({ container: `${PORTS}\n${probe}: {httpGet: {path: /healthz, port: 8080}}` }),
        examplePod(),
        examplePod({ spec: 'restartPolicy: Never', container: PORTS }),
        examplePod({ spec: `initContainers: [{name: setup, image: registry.example/setup:1, ${PORTS}}]` }),
      ],
      bad: [
        examplePod({ container: PORTS }),
        examplePod({ container: `${PORTS}\n${probe}: {periodSeconds: 5}` }),
        examplePod({
          spec: `initContainers: [{name: proxy, image: registry.example/proxy:1, restartPolicy: Always, ${PORTS}}]`,
        }),
      ],
    },
  });
}

/** Containers that keep running. */
const LASTING: ReadonlySet<ContainerRole> = new Set([ContainerRole.MAIN, ContainerRole.SIDECAR]);

function probeProblems(container: ContainerSubject, probe: string, without: string): Violation[] {
  if (!LASTING.has(container.role) || container.listAt('ports').length === 0 || ends(container)) return [];
  const path = `/${probe}`;
  if (container.valueAt(probe) === undefined) return [{ path, message: `${probe} is unset, so ${without}` }];
  if (WAYS.some((way) => container.valueAt(probe, way) !== undefined)) return [];
  return [{ path, message: `${probe} checks nothing; must have one of ${WAYS.join(', ')}` }];
}

const WAYS = ['httpGet', 'tcpSocket', 'exec', 'grpc'];

/** True if a container is meant to complete. */
function ends({ pod }: ContainerSubject): boolean {
  const { object } = pod;
  return isJob(object) || ['Never', 'OnFailure'].some((policy) => pod.spec['restartPolicy'] === policy);
}

function isJob(object: ObjectSubject): boolean {
  return isNative(object, 'Job', 'CronJob') || (object.kind === 'Configuration' && object.group === 'akri.sh');
}
