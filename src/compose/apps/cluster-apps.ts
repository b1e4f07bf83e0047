import { Props } from '../code/props';
import type { Expression, Statement } from '../code/expression';
import { literal } from '../code/expressions';
import type { ProjectConversion } from '../project-conversion';
import type { ServiceConversion } from '../service-conversion';

/** Order of an app's props in TypeScript. */
export const PROP_ORDER: ReadonlyArray<string> = [
  'name',
  'image',
  'imagePullPolicy',
  'identity',
  'socket',
  'host',
  'command',
  'args',
  'workingDir',
  'env',
  'envReferences',
  'ports',
  'exposure',
  'files',
  'writableFolders',
  'livenessProbe',
  'readinessProbe',
  'startupProbe',
  'resources',
  'placement',
  'life',
  'update',
];

const ADD = { container: 'addContainer', sidecar: 'addSidecar', init: 'addInitContainer' } as const;

/** Returns the statements that create the apps of a cluster: one app for each service, except those that join another's pod. */
export function clusterApps(plan: ProjectConversion): Statement[] {
  const services = [...plan.services.values()].filter(({ form }) => !form.isLeftOut);
  return [
    ...services.filter(({ form }) => form.podOf === undefined).map((service) => appOf(service, plan.namespace)),
    ...services.filter(({ form }) => form.podOf !== undefined).map(joinOf),
  ];
}

function appOf(
  { service, name, variable, form, container, app }: ServiceConversion,
  scope: string | undefined,
): Statement {
  return {
    type: 'create',
    name: variable,
    className: form.className,
    id: name,
    service,
    ...(scope !== undefined && { scope }),
    props: Props.joined(container, app).toExpression(PROP_ORDER),
  };
}

function joinOf({ service, name, variable, form, container }: ServiceConversion): Statement {
  const args: Expression[] = [literal(name), container.toExpression(PROP_ORDER)];
  return { type: 'invoke', name: variable, method: ADD[form.role], args, service };
}
