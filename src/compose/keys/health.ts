import { plainText } from '../../kubernetes/syntax';
import type { Expression } from '../code/expression';
import { call, literal, object } from '../code/expressions';
import { listenedPorts } from '../networks/listened-ports';
import { lifetimeOf } from '../pods/lifetime';
import type { Healthcheck } from '../service-definition';
import type { ServiceConversion } from '../service-conversion';
import { withoutExpansion } from './kubernetes-expansion';
import { httpCheckOf, plainWords, secretsInTest } from './health-test';
import type { KeyGroup } from './key-group';

/** Defaults of Compose, in milliseconds. Kubernetes' differ: 10 s, 1 s, and 3 failures. */
const DEFAULTS = { interval: 30_000, timeout: 30_000, retries: 3, start_period: 0, start_interval: 5_000 };

/** Seconds that a service without a check may need until it accepts connections. */
const START_PERIOD = 10;
const START_TRIES = 30;

const FIELD = 'spec.template.spec.containers[]';

const SECRET =
  'the test contains a secret, which everyone who can read pods could read: let it read a variable of the container, such as $$PASSWORD';

export const healthKeys: KeyGroup = {
  title: 'Health',
  rows: {
    healthcheck: {
      becomes: '`readinessProbe`, `livenessProbe` and `startupProbe`',
      outcomes: ['approximated', 'converted', 'unsupported', 'by-design'],
      notes:
        'With the defaults of Compose: every 30 seconds, 30 seconds, 3 failures. A container that fails its check is restarted, which the engine does not do. `CMD-SHELL` needs `/bin/sh` in the image. `curl -f` and `wget` of a listed port of localhost become a request of the kubelet.',
    },
  },
  convert: (service) => {
    const { definition, report, project } = service;
    const { healthcheck: check } = definition;
    const [kind] = check?.test ?? [];
    if (lifetimeOf(project, service.service).endsByItself) {
      if (check !== undefined) report.byDesign('healthcheck', 'a container that ends is not checked');
    } else if (check === undefined) allowSlowStart(service);
    else if (check.disable === true || kind === 'NONE') {
      allowSlowStart(service);
      report.converted('healthcheck', FIELD);
    } else if (check.test === undefined || check.test.length < 2) {
      allowSlowStart(service);
      report.unsupported('healthcheck', 'the check is in the image, which the kubelet does not read: write its test');
    } else convertCheck(service, check, check.test);
  },
};

function convertCheck(service: ServiceConversion, check: Healthcheck, test: ReadonlyArray<string>): void {
  const { container, form, report } = service;
  const problem =
    test.map((word) => plainText('test', word)).find((each) => each !== undefined) ??
    (secretsInTest(test).length > 0 ? SECRET : undefined);
  if (problem !== undefined) {
    allowSlowStart(service);
    report.unsupported('healthcheck', problem);
    return;
  }
  const { probe, difference } = probeOf(service, test);
  const [interval, timeout] = [
    seconds(check.interval ?? DEFAULTS.interval),
    seconds(check.timeout ?? DEFAULTS.timeout),
  ];
  const retries = Math.max(1, check.retries ?? DEFAULTS.retries);
  const options = { periodSeconds: interval, timeoutSeconds: timeout, failureThreshold: retries };
  const early = seconds(check.start_interval ?? DEFAULTS.start_interval);
  const patience = seconds(check.start_period ?? DEFAULTS.start_period, 0) + interval * retries;
  container.set('readinessProbe', probe(options));
  container.set('livenessProbe', probe(options));
  container.set(
    'startupProbe',
    probe({ periodSeconds: early, timeoutSeconds: timeout, failureThreshold: Math.ceil(patience / early) }),
  );
  const sidecar = form.role === 'sidecar' ? '. Containers that wait for it start after its first success' : '';
  report.approximated(
    'healthcheck',
    `${FIELD}.readinessProbe, livenessProbe, startupProbe`,
    `${difference}a container that fails its check is restarted, while the engine only marks it${sidecar}`,
  );
}

type MakeProbe = (options: Readonly<Record<string, number>>) => Expression;

function probeOf(
  { definition }: ServiceConversion,
  [kind, ...words]: ReadonlyArray<string>,
): { probe: MakeProbe; difference: string } {
  const isShell = kind === 'CMD-SHELL';
  const command = isShell ? plainWords(words.join(' ')) : words;
  const http = command === undefined ? undefined : httpCheckOf(command);
  const isListed = listenedPorts(definition).some(
    ({ number, protocol }) => number === http?.port && protocol === 'tcp',
  );
  if (http !== undefined && isListed)
    return {
      probe: (options) => call('Probe.httpGet', literal(http.path), literal(http.port), object(literals(options))),
      difference: 'the kubelet sends the request to the address of the pod, and the image needs no client; ',
    };
  const run = (isShell ? ['/bin/sh', '-c', words.join(' ')] : words).map(withoutExpansion);
  return {
    probe: (options) => call('Probe.exec', literal(run), object(literals(options))),
    difference: isShell ? 'the image must have /bin/sh; ' : '',
  };
}

/** Gives a service that the kubelet tests by a connection five minutes to start, because the engine does not test it at all. */
function allowSlowStart({ definition, container, form, project, service }: ServiceConversion): void {
  const port = listenedPorts(definition).find(({ protocol }) => protocol === 'tcp');
  if (port === undefined || form.podOf !== undefined || lifetimeOf(project, service).endsByItself) return;
  container.set(
    'startupProbe',
    call(
      'Probe.tcp',
      literal(port.number),
      object(literals({ periodSeconds: START_PERIOD, failureThreshold: START_TRIES })),
    ),
  );
}

function literals(options: Readonly<Record<string, number>>): Record<string, Expression> {
  return Object.fromEntries(Object.entries(options).map(([name, value]) => [name, literal(value)]));
}

/** Whole seconds of a time in milliseconds, rounded up. */
function seconds(milliseconds: number, least = 1): number {
  return Math.max(least, Math.ceil(milliseconds / 1000));
}
