import { InputError, quote } from '../../diagnostics/input-error';
import { labelKey, labelValue } from '../../kubernetes/syntax';
import type { Expression } from '../code/expression';
import { call, literal, object } from '../code/expressions';
import { keyPath } from '../key-path';
import { lifetimeOf } from '../pods/lifetime';
import { isStandalone } from '../pods/pod-form';
import type { ServiceConversion } from '../service-conversion';
import type { KeyGroup } from './key-group';

const NODES = 'spec.template.spec.nodeSelector';

/** Labels of nodes by the attribute of a constraint. */
const ATTRIBUTES: Readonly<Record<string, string>> = {
  'node.hostname': 'kubernetes.io/hostname',
  'node.platform.os': 'kubernetes.io/os',
  'node.platform.arch': 'kubernetes.io/arch',
};

/** Most replicas of an app. */
const MOST_REPLICAS = 10_000;

export const placementKeys: KeyGroup = {
  title: 'Replicas and nodes',
  rows: {
    scale: {
      becomes: '`Placement.replicas`',
      outcomes: ['converted', 'approximated', 'unsupported'],
      notes: 'A single gateway runs one.',
    },
    'deploy.replicas': {
      becomes: '`Placement.replicas`',
      outcomes: ['converted', 'unsupported'],
      notes: 'As `scale`.',
    },
    'deploy.mode': {
      becomes: 'Deployment; DaemonSet for `global`; Job for `replicated-job`',
      outcomes: ['converted', 'approximated', 'unsupported'],
      notes: '`global-job` becomes one Job.',
    },
    'deploy.placement': {
      becomes: '`nodeSelector`',
      outcomes: ['converted', 'unsupported'],
      notes: 'Constraints with `==` on labels, host name, system and architecture. Others are not supported.',
    },
  },
  convert: (service) => {
    const { definition, form, report, app } = service;
    if (form.podOf !== undefined) {
      for (const key of ['mode', 'replicas', 'placement'] as const)
        if (definition.deploy?.[key] !== undefined)
          report.unsupported(`deploy.${key}`, `the container is in the pod of ${quote(form.podOf)}`);
      if (definition.scale !== undefined)
        report.unsupported('scale', `the container is in the pod of ${quote(form.podOf)}`);
      return;
    }
    const labels = convertConstraints(service);
    const placement = placementOf(service, { ...labels, ...form.nodeLabels });
    if (placement !== undefined) app.set('placement', placement);
  },
};

function placementOf(service: ServiceConversion, labels: Readonly<Record<string, string>>): Expression | undefined {
  const { definition, options, project, report } = service;
  const { mode } = definition.deploy ?? {};
  const ends = lifetimeOf(project, service.service).endsByItself;
  const isAlone = options.gateway !== undefined || isStandalone(options);
  const nodes = Object.keys(labels).length === 0 ? undefined : object({ nodeLabels: literal(labels) });
  const count = replicasOf(service, isAlone);
  const isGlobal = mode === 'global';
  if (mode !== undefined) {
    const kind = ends ? 'Job' : isGlobal && !isAlone ? 'DaemonSet' : 'Deployment';
    if (mode === 'global-job') report.approximated('deploy.mode', kind, 'the Job runs once, and not once on each node');
    else if (isGlobal && isAlone) report.approximated('deploy.mode', 'Pod', 'the project runs on one gateway');
    else report.converted('deploy.mode', kind);
  }
  if (options.gateway !== undefined)
    return call('Placement.gateway', literal(options.gateway), ...(nodes ? [nodes] : []));
  if (options.target.isIzumaEdge && ends)
    throw new InputError(`service ${quote(service.service)}`, [
      'runs once, which izuma-edge can do only on a gateway that is named: use --gateway NAME',
    ]);
  if (options.target.isIzumaEdge || (isGlobal && !ends && !isAlone))
    return call('Placement.everyGateway', ...(nodes ? [nodes] : []));
  if (count === 1 && nodes === undefined) return undefined;
  return call('Placement.replicas', literal(count), ...(nodes ? [nodes] : []));
}

function replicasOf({ definition, report, form }: ServiceConversion, isAlone: boolean): number {
  const { scale, deploy } = definition;
  const count = deploy?.replicas ?? scale ?? 1;
  const field = 'spec.replicas';
  const problem =
    count > MOST_REPLICAS
      ? `an app has at most ${MOST_REPLICAS} replicas`
      : count !== 1 && isAlone
        ? 'a gateway runs one pod of a workload'
        : count > 1 && form.keepsData
          ? 'the pods would share a volume that only one may write'
          : undefined;
  for (const [key, value] of [
    ['deploy.replicas', deploy?.replicas],
    ['scale', scale],
  ] as const) {
    if (value === undefined) continue;
    if (problem === undefined) report.converted(key, field);
    else report.unsupported(key, problem);
  }
  return problem === undefined ? count : 1;
}

function convertConstraints({ definition, report, options }: ServiceConversion): Record<string, string> {
  const { placement } = definition.deploy ?? {};
  const labels: Record<string, string> = {};
  for (const [i, constraint] of (placement?.constraints ?? []).entries()) {
    const key = `deploy.placement.constraints[${i}]`;
    const [, attribute = '', operator, text = ''] = /^([^\s=!]+) *(==|!=)(.*)$/.exec(constraint.trim()) ?? [];
    const value = text.trim();
    const name = ATTRIBUTES[attribute] ?? /^(?:node|engine)\.labels\.(.+)$/.exec(attribute)?.[1];
    const problem =
      operator === '!='
        ? 'only constraints with == are written: give the nodes that may run the service a label'
        : name === undefined
          ? `nodes of Kubernetes have no ${attribute === '' ? 'such attribute' : quote(attribute)}: give them a label, and use node.labels.NAME`
          : (labelKey('label', name) ?? labelValue('value', value));
    if (problem !== undefined || name === undefined) report.unsupported(key, problem ?? '');
    else if (name === ATTRIBUTES['node.hostname'] && options.gateway !== undefined)
      report.byDesign(key, 'the gateway is named on the command line');
    else {
      labels[name] = value === 'x86_64' ? 'amd64' : value === 'aarch64' ? 'arm64' : value;
      report.converted(key, NODES);
    }
  }
  for (const i of (placement?.preferences ?? []).keys())
    report.unsupported(
      `${keyPath('deploy', 'placement', 'preferences')}[${i}]`,
      'the scheduler spreads replicas by itself',
    );
  if (placement?.max_replicas_per_node !== undefined)
    report.unsupported(
      'deploy.placement.max_replicas_per_node',
      'the scheduler spreads replicas, without a limit for each node',
    );
  return labels;
}
