import { evaluate } from '../code/evaluate';
import type { Statement } from '../code/expression';
import { call, literal, object } from '../code/expressions';
import { PodSecurityLevel, weakest } from '../../edge/pod-security-level';
import type { Weakness } from '../../edge/weakness';
import type { ProjectConversion } from '../service-conversion';

const ONE_NAMESPACE = 'services of a Compose project find each other by name, which needs one namespace';

/** Returns the statement that creates the namespace of the apps, at the strictest level that accepts all of them. */
export function namespaceOf(plan: ProjectConversion): Statement[] {
  const { namespace: variable, options } = plan;
  if (variable === undefined || options.namespace === undefined) return [];
  const level = levelOf(plan);
  const isPrivileged = level === PodSecurityLevel.PRIVILEGED;
  const props = object({
    podSecurity:
      level === PodSecurityLevel.RESTRICTED
        ? undefined
        : call(`PodSecurity.${level}`, literal(neededBy(weakServices(plan, level)))),
    mixedLevelsReason: isPrivileged ? literal(ONE_NAMESPACE) : undefined,
  });
  return [{ type: 'create', name: variable, className: 'EdgeNamespace', id: options.namespace, props }];
}

/** Most services in a reason. */
const MOST_NAMES = 5;

function neededBy(services: ReadonlyArray<string>): string {
  const more = services.length - MOST_NAMES;
  const names = services.slice(0, MOST_NAMES).join(', ');
  return `needed by ${services.length === 1 ? 'the service' : 'the services'} ${names}${more > 0 ? ` and ${more} more` : ''}`;
}

function levelOf(plan: ProjectConversion): PodSecurityLevel {
  return weakest([...plan.services.keys()].map((service) => levelOfService(plan, service)));
}

function weakServices(plan: ProjectConversion, level: PodSecurityLevel): string[] {
  return [...plan.services.keys()].filter((service) => levelOfService(plan, service) === level);
}

function levelOfService({ services }: ProjectConversion, service: string): PodSecurityLevel {
  const conversion = services.get(service);
  const weaknesses = conversion?.container.get('weaknesses');
  const levels = weaknesses === undefined ? [] : (evaluate(weaknesses) as Weakness[]).map((w) => w.podSecurityLevel);
  const mountsSocket = conversion?.form.className === 'ParsecClient' && !conversion.app.has('socket');
  return weakest([...levels, ...(mountsSocket ? [PodSecurityLevel.PRIVILEGED] : [])]);
}
