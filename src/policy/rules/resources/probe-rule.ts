import { ContainerRole, type ContainerSubject } from '../../subject/container-subject';
import { examplePod } from '../../example';
import type { ObjectSubject } from '../../subject/object-subject';
import { isNative } from '../../extract/native-kind';
import { ContainerRule, type RuleProps } from '../../rule';
import type { Violation } from '../../violation';

/** What a rule that asks for a probe says of itself. */
export interface ProbeRuleProps extends Omit<RuleProps, 'examples'> {
  /** The container's field. */
  readonly probe: 'livenessProbe' | 'readinessProbe';
  /** What happens without it, after `… is not set: `. */
  readonly without: string;
}

const PORTS = 'ports: [{containerPort: 8080}]';

/** A rule that asks for a probe of every container that is meant to stay, and has a port to ask at. */
export abstract class ProbeRule extends ContainerRule {
  private readonly probe: string;
  private readonly without: string;

  protected constructor(props: ProbeRuleProps) {
    const probed = examplePod({ container: `${PORTS}\n${props.probe}: {httpGet: {path: /healthz, port: 8080}}` });
    super({
      ...props,
      examples: {
        good: [probed, examplePod(), examplePod({ spec: 'restartPolicy: Never', container: PORTS })],
        bad: [
          examplePod({ container: PORTS }),
          examplePod({ container: `${PORTS}\n${props.probe}: {periodSeconds: 5}` }),
        ],
      },
    });
    this.probe = props.probe;
    this.without = props.without;
  }

  public check(container: ContainerSubject): Violation[] {
    if (container.role !== ContainerRole.MAIN || container.listAt('ports').length === 0 || ends(container)) return [];
    const path = `/${this.probe}`;
    if (container.valueAt(this.probe) === undefined)
      return [{ path, message: `${this.probe} is not set: ${this.without}` }];
    if (WAYS.some((way) => container.valueAt(this.probe, way) !== undefined)) return [];
    return [{ path, message: `${this.probe} asks nothing: it has none of ${WAYS.join(', ')}` }];
  }
}

const WAYS = ['httpGet', 'tcpSocket', 'exec', 'grpc'];

/** Whether a container is meant to come to its end. */
function ends({ pod }: ContainerSubject): boolean {
  const { object } = pod;
  return isJob(object) || ['Never', 'OnFailure'].some((policy) => pod.spec['restartPolicy'] === policy);
}

function isJob(object: ObjectSubject): boolean {
  return isNative(object, 'Job', 'CronJob') || (object.kind === 'Configuration' && object.group === 'akri.sh');
}
