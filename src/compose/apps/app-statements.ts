import { Props } from '../code/props';
import type { Expression, Statement } from '../code/expression';
import { literal } from '../code/expressions';
import type { ProjectConversion, ServiceConversion } from '../service-conversion';

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

/** Props of a Parsec client that are also those of its pod. */
const CLIENT_PROPS = ['identity', 'host', 'socket'];

const ADD = { container: 'addContainer', sidecar: 'addSidecar', init: 'addInitContainer' } as const;

/** Returns the statements that create the apps, each followed by those that add the containers of other services to its pod. */
export function appStatements({ pods, services, namespace }: ProjectConversion): Statement[] {
  return pods.pods.flatMap(({ containers }) => {
    const [leader, ...others] = [...containers.keys()].flatMap((service) => services.get(service) ?? []);
    return leader === undefined ? [] : [appOf(leader, others, namespace), ...others.map(joinOf)];
  });
}

function appOf(
  leader: ServiceConversion,
  others: ReadonlyArray<ServiceConversion>,
  scope: string | undefined,
): Statement {
  const { service, name, variable, container } = leader;
  const members = [leader, ...others];
  const client = members.find(({ form }) => form.className === 'ParsecClient');
  const app = Props.merged(leader.app, ...others.map((member) => member.app));
  for (const name of CLIENT_PROPS) {
    const value = client?.app.get(name);
    if (value !== undefined) app.set(name, value);
  }
  return {
    type: 'create',
    name: variable,
    className: (client ?? leader).form.className,
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
