import { isObject, stringAt } from '../../kubernetes/manifest';
import type { ServiceDefinition } from '../service-definition';
import { represent, type SkeletonContainer } from './skeleton-container';
import { isUnset, type Steps } from './skeleton-values';

/** Times of a probe of Kubernetes that gives none, in milliseconds, and its failures. */
const PERIOD = 10_000;
const TIMEOUT = 1_000;
const FAILURES = 3;

const REASON =
  'a container that fails its check is restarted, and gets no requests while it fails; until its first success, it may fail for initialDelaySeconds and 30 seconds';

/** Members of the probe that are converted. */
const PROBE = ['httpGet', 'initialDelaySeconds', 'timeoutSeconds'];
const REQUEST = ['path', 'port', 'httpHeaders'];

/** Returns the health check of a container: the request of its liveness probe. */
export function healthcheckOf(container: SkeletonContainer): Pick<ServiceDefinition, 'healthcheck'> {
  const { values, steps, name } = container;
  const own = [...steps, 'livenessProbe'];
  represent(container, 'healthcheck', ['livenessProbe'], { reason: REASON });
  const probe = values.object(own);
  if (isUnset(probe)) return {};
  const request = values.object([...own, 'httpGet']);
  const other =
    Object.keys(probe).find((key) => !PROBE.includes(key) && !isUnset(probe[key])) ??
    Object.keys(request).find((key) => !REQUEST.includes(key) && !isUnset(request[key]));
  const port = portOf(container, [...own, 'httpGet', 'port']);
  const seconds = (key: string): number => (values.number([...own, key]) ?? 0) * 1000;
  const [delay, timeout] = [seconds('initialDelaySeconds'), seconds('timeoutSeconds')];
  const path = values.text([...own, 'httpGet', 'path']) ?? '/';
  if (other !== undefined || port === undefined || !isUnset(request['httpHeaders'])) {
    const why =
      other !== undefined
        ? `${other} is not a key of the skeleton`
        : port === undefined
          ? 'the port of httpGet must be one of the ports of the container'
          : 'the kubelet would send its requests without httpHeaders, and restart a container that needs them';
    values.note(name, own, 'unsupported', `the request is left out: ${why}`);
    return {};
  }
  const url = `http://localhost:${port}${path.startsWith('/') ? '' : '/'}${path}`;
  return {
    healthcheck: {
      test: ['CMD', 'curl', '-f', url],
      interval: PERIOD,
      timeout: timeout === 0 ? TIMEOUT : timeout,
      retries: FAILURES,
      start_period: delay,
    },
  };
}

/** Returns the number of the port of a request, which can be its name. Undefined if the container has no such port. */
function portOf({ values, steps }: SkeletonContainer, own: Steps): number | undefined {
  const given = values.at(own);
  if (isUnset(given)) return undefined;
  const ports = values.at([...steps, 'ports']);
  const found = (Array.isArray(ports) ? (ports as unknown[]) : []).find(
    (port) =>
      isObject(port) &&
      (port['containerPort'] === given || port['name'] === given) &&
      (isUnset(port['protocol']) || /^tcp$/i.test(stringAt(port, 'protocol') ?? '')),
  );
  return isObject(found) && typeof found['containerPort'] === 'number' ? found['containerPort'] : undefined;
}
