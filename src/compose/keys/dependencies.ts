import { quote } from '../../diagnostics/input-error';
import { call, literal, object } from '../code/expressions';
import { keyPath } from '../key-path';
import { listenedPorts } from '../networks/listened-ports';
import type { Dependency } from '../service-definition';
import type { ServiceConversion } from '../service-conversion';
import type { KeyGroup } from './key-group';

const INIT = 'spec.template.spec.initContainers';
/** Seconds between two tests of a service that restarts the ones that depend on it. */
const RESTART_PERIOD = 5;
/** Number of tests until such a service must accept connections. */
const START_TRIES = 60;

export const dependencyKeys: KeyGroup = {
  title: 'Dependencies',
  rows: {
    depends_on: {
      becomes: 'Order of containers in one pod; otherwise the readiness of the other app',
      outcomes: ['converted', 'approximated', 'unsupported', 'by-design'],
      notes:
        '`service_completed_successfully` becomes an init container, if only one service waits. In one pod, `service_healthy` becomes a sidecar with a startup probe from Kubernetes 1.29. Between pods, a name leads to a pod only when it is ready, and a service that fails is started again. `restart: true` works in one pod with a known port.',
    },
  },
  convert: (service) => {
    for (const [other, dependency] of Object.entries(service.definition.depends_on ?? {})) {
      if (service.project.derived?.has(other) === true) continue;
      convertDependency(service, other, dependency);
      if (dependency.restart) convertRestart(service, other);
    }
  },
};

function convertDependency(service: ServiceConversion, other: string, { condition, required }: Dependency): void {
  const { report, plan, project } = service;
  const key = keyPath('depends_on', other);
  const dependency = plan.services.get(other);
  const pod = plan.pods.podOf.get(other);
  if (dependency === undefined || pod === undefined || dependency.form.isLeftOut) {
    const why = project.inactive.has(other) ? 'none of its profiles is active' : 'it is left out';
    if (required) report.unsupported(key, `nothing waits for ${quote(other)}: ${why}`);
    else report.byDesign(key, `nothing waits for ${quote(other)}: ${why}`);
    return;
  }
  if (pod.containers.has(service.service)) inOnePod(service, other, condition);
  else betweenPods(service, other, condition);
}

function inOnePod({ report, plan }: ServiceConversion, other: string, condition: Dependency['condition']): void {
  const key = keyPath('depends_on', other);
  const role = plan.pods.podOf.get(other)?.containers.get(other);
  const hasProbe =
    plan.services.get(other)?.container.has('startupProbe') === true || hasCheck(plan.services.get(other));
  if (role === 'init')
    report.approximated(
      key,
      INIT,
      `${quote(other)} runs at each start of the pod, also after a new boot of the gateway`,
    );
  else if (role === 'sidecar' && (condition === 'service_started' || hasProbe)) report.converted(key, INIT);
  else
    report.approximated(
      key,
      'spec.template.spec.containers',
      'the containers of the pod start together, and one that fails is started again: the service must try to connect until the other accepts it. From Kubernetes 1.29, a service with a health check starts before those that wait for it',
    );
}

function hasCheck(service: ServiceConversion | undefined): boolean {
  const test = service?.definition.healthcheck?.test ?? [];
  return test.length > 1;
}

function betweenPods({ report }: ServiceConversion, other: string, condition: Dependency['condition']): void {
  const key = keyPath('depends_on', other);
  if (condition === 'service_completed_successfully')
    report.approximated(
      key,
      'Job',
      `${quote(other)} is a Job beside the service, because it cannot be an init container of every service that waits for it: the service must try until the work of the Job is done`,
    );
  else if (condition === 'service_healthy')
    report.approximated(
      key,
      'spec.template.spec.containers[].readinessProbe',
      `the pods start together. The name ${quote(other)} leads to a pod only when its readiness probe succeeds, and a service that ends because it cannot connect is started again`,
    );
  else
    report.approximated(
      key,
      'spec.template.spec.containers',
      'the pods start together, and a service that ends because it cannot connect is started again',
    );
}

/** Restarts a service with another one of its pod: its liveness probe tests the port of the other. */
function convertRestart({ container, report, plan, service, form }: ServiceConversion, other: string): void {
  const key = `${keyPath('depends_on', other)}.restart`;
  const isTogether = plan.pods.podOf.get(other)?.containers.has(service) === true;
  const port = listenedPorts(plan.services.get(other)?.definition ?? {}).find(({ protocol }) => protocol === 'tcp');
  if (!isTogether || form.role === 'init')
    report.unsupported(key, `nothing restarts the service when ${quote(other)} is restarted: it must connect again`);
  else if (port === undefined)
    report.unsupported(
      key,
      `no TCP port of ${quote(other)} is known by which its restart could be seen: add the port to expose`,
    );
  else {
    const test = (failures: number): ReturnType<typeof call> =>
      call(
        'Probe.tcp',
        literal(port.number),
        object({ periodSeconds: literal(RESTART_PERIOD), failureThreshold: literal(failures) }),
      );
    container.set('livenessProbe', test(1));
    if (!container.has('startupProbe')) container.set('startupProbe', test(START_TRIES));
    report.approximated(
      key,
      'spec.template.spec.containers[].livenessProbe',
      `the service is restarted when port ${port.number} of ${quote(other)} does not accept connections, which is tested every ${RESTART_PERIOD} seconds; its own check decides only about its readiness`,
    );
  }
}
