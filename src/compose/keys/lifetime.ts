import { quote } from '../../diagnostics/input-error';
import { secretsInCommand } from '../../kubernetes/secrets/command-secrets';
import { plainText } from '../../kubernetes/syntax';
import { call, literal, object } from '../code/expressions';
import { keyPath } from '../key-path';
import { lifetimeOf, restartRuleOf, type Lifetime, type RestartRule } from '../pods/lifetime';
import { isStandalone } from '../pods/pod-form';
import type { Hook } from '../service-definition';
import type { ServiceConversion } from '../service-conversion';
import { scheduleOf } from './derived';
import type { KeyGroup } from './key-group';

const POD = 'spec.template.spec';
const ALWAYS = `${POD}.restartPolicy`;
/** Number of tries of a Job without a limit of its own. */
const DEFAULT_TRIES = 6;

export const lifetimeKeys: KeyGroup = {
  title: 'Restart and end',
  rows: {
    restart: {
      becomes: 'Deployment or DaemonSet; Job or init container for a service that ends',
      outcomes: ['converted', 'approximated', 'by-design'],
      notes:
        'A service ends if another waits for its end, or if `restart` is `no` or `on-failure` and it has no port and no health check. Without `restart`, a service keeps running, although the default of Compose is `no`.',
    },
    'deploy.restart_policy': {
      becomes: 'As `restart`, which it replaces; `max_attempts` becomes `backoffLimit` of a Job',
      outcomes: ['converted', 'approximated', 'unsupported'],
      notes: 'The kubelet decides about the delay: 10 seconds, doubled up to five minutes.',
    },
    stop_grace_period: {
      becomes: '`terminationGracePeriodSeconds`',
      outcomes: ['converted', 'approximated', 'unsupported', 'by-design'],
      notes: 'Rounded up to whole seconds. Without it, a pod has 30 seconds, and a container of Compose 10.',
    },
    stop_signal: {
      becomes: 'Nothing: the kubelet sends the signal of the image',
      outcomes: ['unsupported', 'by-design'],
      notes: 'Set `STOPSIGNAL` in the image.',
    },
    pre_start: {
      becomes: 'Init containers of the pod, each converted as a service',
      outcomes: ['converted', 'approximated', 'refused', 'unsupported', 'by-design'],
      notes:
        'A hook runs at each start of the pod and in each replica. It runs after the services that must end before its service.',
    },
    post_start: {
      becomes: '`lifecycle.postStart`',
      outcomes: ['approximated', 'unsupported'],
      notes: 'One hook, as the user and in the folder of the container. If it fails, the container is restarted.',
    },
    pre_stop: {
      becomes: '`lifecycle.preStop`',
      outcomes: ['converted', 'unsupported'],
      notes: 'One hook, as the user and in the folder of the container.',
    },
    init: {
      becomes: 'Nothing: Kubernetes adds no init process to a container',
      outcomes: ['unsupported', 'by-design'],
      notes: 'Put `tini` into the image if the program does not reap its children.',
    },
  },
  convert: (service) => {
    const life = lifetimeOf(service.project, service.service);
    const schedule = scheduleOf(service);
    if (schedule !== undefined) service.app.set('life', call('Life.onSchedule', literal(schedule.cron)));
    else if (life.endsByItself && service.form.podOf === undefined) setLife(service, life);
    convertRestart(service, life);
    convertRestartPolicy(service, life);
    convertGracePeriod(service);
    convertSignal(service);
    convertHooks(service, 'post_start', 'postStart');
    convertHooks(service, 'pre_stop', 'preStop');
    if (service.definition.init === true)
      service.report.unsupported(
        'init',
        'Kubernetes adds no init process to a container: put tini into the image if the program does not reap its children',
      );
    else if (service.definition.init === false)
      service.report.byDesign('init', 'Kubernetes adds no init process to a container');
  },
};

function setLife({ app, options }: ServiceConversion, { retries }: Lifetime): void {
  const isLimited = retries !== undefined && !options.target.isIzumaEdge;
  app.set('life', call('Life.once', ...(isLimited ? [object({ retries: literal(retries) })] : [])));
}

function convertRestart(service: ServiceConversion, life: Lifetime): void {
  const { definition, report } = service;
  if (definition.restart === undefined) return;
  const rule = restartRuleOf(definition);
  if (rule?.key !== 'restart') report.byDesign('restart', 'deploy.restart_policy replaces it');
  else reportRule(service, rule, life, 'restart');
}

function reportRule(
  { definition, options, report, form }: ServiceConversion,
  rule: RestartRule,
  life: Lifetime,
  key: string,
): void {
  if (!life.endsByItself) {
    if (rule.condition === 'always') {
      if (definition.restart !== 'unless-stopped') report.converted(key, ALWAYS);
      else report.approximated(key, ALWAYS, 'to stop the service, scale its workload to 0 or delete it');
      return;
    }
    const differs = rule.condition === 'never' ? 'every time it ends' : 'also after exit code 0, and without a limit';
    report.approximated(key, ALWAYS, `the service serves others, so Kubernetes starts it again ${differs}`);
  } else if (form.role === 'init')
    report.approximated(
      key,
      `${POD}.initContainers`,
      'the container runs at each start of its pod, and again until it succeeds',
    );
  else if (rule.condition === 'always')
    report.approximated(key, 'Job', 'the service ends by itself, so it is started again only after a failure');
  else if (options.installation !== undefined)
    report.unsupported(
      key,
      'a kubelet without a cluster has no Jobs, and would run the pod again at each boot: let a service that keeps running depend on it with service_completed_successfully, or run it by hand',
    );
  else if (isStandalone(options))
    report.approximated(key, ALWAYS, 'the kubelet runs the pod once after each boot, and again until it succeeds');
  else if (rule.condition === 'on-failure' && life.retries === undefined)
    report.approximated(key, 'Job spec.backoffLimit', `Kubernetes gives up after ${DEFAULT_TRIES} failures`);
  else report.converted(key, 'Job spec.backoffLimit');
}

function convertRestartPolicy(service: ServiceConversion, life: Lifetime): void {
  const { definition, report } = service;
  const policy = definition.deploy?.restart_policy;
  if (policy === undefined) return;
  const rule = restartRuleOf(definition);
  const key = 'deploy.restart_policy';
  if (policy.condition !== undefined && rule !== undefined) reportRule(service, rule, life, `${key}.condition`);
  if (policy.delay !== undefined)
    report.unsupported(
      `${key}.delay`,
      'the kubelet waits for 10 seconds, and twice as long each time, up to five minutes',
    );
  if (policy.window !== undefined)
    report.unsupported(`${key}.window`, 'the kubelet counts a container as restarted well after ten minutes');
  if (policy.max_attempts === undefined) return;
  if (life.endsByItself && life.retries !== undefined && service.form.role !== 'init')
    report.converted(`${key}.max_attempts`, 'Job spec.backoffLimit');
  else
    report.unsupported(`${key}.max_attempts`, 'Kubernetes starts a container that keeps running again without a limit');
}

function convertGracePeriod({ definition, form, app, report }: ServiceConversion): void {
  const { stop_grace_period: time } = definition;
  if (time === undefined) return;
  const key = 'stop_grace_period';
  const field = `${POD}.terminationGracePeriodSeconds`;
  const seconds = Math.ceil(time / 1000);
  if (form.role === 'init') report.byDesign(key, 'an init container ends by itself');
  else if (form.podOf !== undefined)
    report.unsupported(key, `the containers of a pod share the period of ${quote(form.podOf)}`);
  else {
    app.set('terminationGracePeriodSeconds', literal(seconds));
    if (seconds * 1000 === time) report.converted(key, field);
    else report.approximated(key, field, `rounded up to ${seconds} seconds`);
  }
}

function convertSignal({ definition, report }: ServiceConversion): void {
  const { stop_signal: signal } = definition;
  if (signal === undefined) return;
  if (['SIGTERM', 'TERM', '15'].includes(signal.toUpperCase()))
    report.byDesign('stop_signal', 'the kubelet sends SIGTERM, unless the image has another signal');
  else
    report.unsupported(
      'stop_signal',
      `the kubelet sends the signal of the image: set STOPSIGNAL ${signal} in the image, or stop the program in pre_stop`,
    );
}

function convertHooks(service: ServiceConversion, key: 'post_start' | 'pre_stop', prop: 'postStart' | 'preStop'): void {
  const { container, report, form } = service;
  let isSet = false;
  for (const [i, hook] of (service.definition[key] ?? []).entries()) {
    const path = keyPath(key, i);
    const problem =
      form.role === 'init'
        ? 'an init container has no hooks'
        : isSet
          ? 'a container has one such hook'
          : hookProblem(hook);
    if (problem !== undefined) {
      report.unsupported(path, `${problem}: put it into the program of the image`);
      continue;
    }
    isSet = true;
    container.set(prop, literal([...hook.command]));
    const field = `${POD}.containers[].lifecycle.${prop}`;
    if (prop === 'preStop') report.converted(path, field);
    else
      report.approximated(
        path,
        field,
        'it can run before the program of the container, which is restarted if it fails',
      );
  }
}

function hookProblem({ command, user, privileged, working_dir: folder, environment }: Hook): string | undefined {
  if (command.length === 0) return 'the hook has no command';
  if (user !== undefined) return 'a hook runs as the user of its container';
  if (privileged === true) return 'a hook has the privileges of its container';
  if (folder !== undefined) return 'a hook runs in the folder of its container';
  if (Object.keys(environment ?? {}).length > 0) return 'a hook has the variables of its container';
  if (secretsInCommand(command).length > 0)
    return 'the hook contains a secret, which everyone who can read pods could read';
  return command.map((word) => plainText('command', word)).find((each) => each !== undefined);
}
