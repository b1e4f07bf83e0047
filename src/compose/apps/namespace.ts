import { evaluate } from '../code/evaluate';
import type { Statement } from '../code/expression';
import { call, literal, object } from '../code/expressions';
import { PodSecurityLevel, weakest } from '../../edge/pod-security-level';
import type { Weakness } from '../../edge/weakness';
import type { ProjectConversion } from '../project-conversion';

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
        : call(`PodSecurity.${level}`, literal(`needed by the services ${weakServices(plan, level).join(', ')}`)),
    mixedLevelsReason: isPrivileged ? literal(ONE_NAMESPACE) : undefined,
  });
  return [{ type: 'create', name: variable, className: 'EdgeNamespace', id: options.namespace, props }];
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
