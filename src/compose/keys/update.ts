import { call, literal, object } from '../code/expressions';
import { lifetimeOf } from '../pods/lifetime';
import { isStandalone } from '../pods/pod-form';
import type { ServiceConversion } from '../service-conversion';
import type { KeyGroup } from './key-group';

/** First minor version whose DaemonSets can start the new pod first. */
const SURGE_SINCE = 22;

const FIELD = 'spec.strategy';

const UNSUPPORTED: Readonly<Record<string, string>> = {
  delay: 'the next pod is replaced as soon as the last is ready',
  failure_action: 'Kubernetes stops an update whose pods are not ready, and goes back only with kubectl rollout undo',
  monitor: 'Kubernetes watches the readiness of pods during the whole update',
  max_failure_ratio: 'Kubernetes stops an update at the first pods that are not ready',
};

export const updateKeys: KeyGroup = {
  title: 'Updates',
  rows: {
    'deploy.update_config': {
      becomes: '`UpdatePolicy.rolling`',
      outcomes: ['converted', 'unsupported'],
      notes:
        '`parallelism` and `order`. An app with a volume of its own is stopped before the new version starts, whatever the order.',
    },
    'deploy.rollback_config': {
      becomes: 'Nothing: `kubectl rollout undo` goes back',
      outcomes: ['unsupported'],
      notes: '',
    },
    'deploy.endpoint_mode': {
      becomes: 'Service with an address for `vip`, without one for `dnsrr`',
      outcomes: ['converted', 'approximated', 'by-design'],
      notes: '',
    },
  },
  convert: (service) => {
    convertUpdate(service);
    const { deploy } = service.definition;
    if (deploy?.rollback_config !== undefined)
      service.report.unsupported('deploy.rollback_config', 'Kubernetes goes back only with kubectl rollout undo');
    if (deploy?.endpoint_mode !== undefined) reportEndpoint(service, deploy.endpoint_mode);
  },
};

function convertUpdate(conversion: ServiceConversion): void {
  const { definition, form, app, options, project, service, report } = conversion;
  const { update_config: config, mode } = definition.deploy ?? {};
  const ends = lifetimeOf(project, service).endsByItself;
  const isPlain = form.podOf === undefined && !ends && !options.target.isIzumaEdge;
  const isDeployment = isPlain && (mode !== 'global' || options.gateway !== undefined);
  const isDaemon = isPlain && !isDeployment;
  const isOld = isDaemon && options.target.minor < SURGE_SINCE;
  const opensPort = opensHostPort(conversion);
  if ((form.keepsData || opensPort) && isDeployment) app.set('update', call('UpdatePolicy.recreate'));
  if (config === undefined) return;
  const key = 'deploy.update_config';
  for (const [part, reason] of Object.entries(UNSUPPORTED))
    if (config[part] !== undefined) report.unsupported(`${key}.${part}`, reason);
  const [parallelism, order] = [config['parallelism'], config['order']];
  const problem =
    !isPlain || isStandalone(options)
      ? 'the pod is replaced as a whole'
      : isOld && config['order'] === 'start-first'
        ? 'a DaemonSet starts the new pod first only from Kubernetes 1.22'
        : opensPort
          ? 'the old pod ends before the new one starts, because both would open one port of the gateway'
          : form.keepsData
            ? 'the old pod ends before the new one starts, because both would use one volume'
            : undefined;
  for (const part of ['parallelism', 'order'] as const)
    if (config[part] !== undefined) {
      if (problem === undefined) report.converted(`${key}.${part}`, FIELD);
      else report.unsupported(`${key}.${part}`, problem);
    }
  if (problem !== undefined || (parallelism === undefined && order === undefined)) return;
  const count = parallelism === 0 ? '100%' : String(typeof parallelism === 'number' ? parallelism : 1);
  const [added, removed] = order === 'start-first' ? ['maxSurge', 'maxUnavailable'] : ['maxUnavailable', 'maxSurge'];
  const others = isDaemon ? {} : { [removed]: literal('0') };
  app.set('update', call('UpdatePolicy.rolling', object({ [added]: literal(count), ...others })));
}

/** True if a container of the pod opens a port of the gateway, so that two pods cannot run there at once. */
function opensHostPort({ plan, service, options }: ServiceConversion): boolean {
  return [...(plan.pods.podOf.get(service)?.containers.keys() ?? [])].some((member) => {
    const { definition, report } = plan.services.get(member) ?? {};
    const opens = (definition?.ports ?? []).some(({ mode }) => mode === 'host' || isStandalone(options));
    return opens && report?.acceptance('host-port') !== undefined;
  });
}

function reportEndpoint({ app, report }: ServiceConversion, mode: string): void {
  const exposure = app.get('exposure');
  const key = 'deploy.endpoint_mode';
  if (exposure?.type !== 'call') report.byDesign(key, 'the service has no Service');
  else if ((mode === 'dnsrr') === (exposure.callee === 'Exposure.headless'))
    report.converted(key, 'Service spec.clusterIP');
  else
    report.approximated(
      key,
      'Service spec.clusterIP',
      mode === 'dnsrr'
        ? 'a load balancer has one address'
        : 'without a known port, the name leads to the addresses of the pods: add the port to expose',
    );
}
