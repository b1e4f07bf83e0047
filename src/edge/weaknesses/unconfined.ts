import { expectTypes } from '../../diagnostics/expected-type';
import { Problems, quote } from '../../diagnostics/input-error';
import { plainText } from '../../kubernetes/syntax';
import { PodSecurityLevel } from '../pod-security-level';
import { isContainerType } from '../se-linux';
import { type Accepted, securityContextOf, type WeaknessEffect } from './effect';

/** Type of a profile that does not confine. */
const UNCONFINED = 'Unconfined';

/** SELinux label of a container that Pod Security baseline rejects. */
export interface SeLinuxLabel {
  /**
   * Type that the policy of the node defines, such as `spc_t`, which is not confined.
   * @default - the runtime's, `container_t`
   */
  readonly type?: string;
  /**
   * User, such as `system_u`.
   * @default - the runtime's
   */
  readonly user?: string;
  /**
   * Role, such as `system_r`.
   * @default - the runtime's
   */
  readonly role?: string;
  /**
   * Level with its categories, such as `s0:c123,c456`.
   * @default - categories of the pod's own
   */
  readonly level?: string;
}

/** Effect of a container without a seccomp or an AppArmor profile. */
export function unconfined(profile: 'seccomp' | 'appArmor'): WeaknessEffect {
  const rule = profile === 'seccomp' ? 'seccomp-profile' : 'apparmor-profile';
  return { accepts: [{ rule, value: UNCONFINED }], level: PodSecurityLevel.PRIVILEGED, unconfined: profile };
}

/** Effect of an SELinux type, user or role that is not for containers. */
export function seLinuxLabel(label: SeLinuxLabel): WeaknessEffect {
  expectTypes('Weakness.seLinux', { label: [label, 'object'] });
  const { type, user, role, level } = label;
  const given = Object.entries({ type, user, role, level }).filter(([, value]) => value !== undefined);
  const problems = new Problems();
  if ((type === undefined || isContainerType(type)) && user === undefined && role === undefined)
    problems.add('label must have a user, a role, or a type that is not for containers: use SeLinux');
  for (const [name, value] of given) problems.add(plainText(`SELinux ${name}`, String(value)));
  for (const [name, value] of given)
    if (String(value).trim() === '') problems.add(`SELinux ${name} must not be empty, got ${quote(value)}`);
  problems.throwIfAny('Weakness.seLinux');
  const accepts = (['type', 'user', 'role'] as const).flatMap((name): Accepted[] =>
    label[name] === undefined || (name === 'type' && isContainerType(label[name]))
      ? []
      : [{ rule: 'selinux-options', value: `${name}: ${label[name]}` }],
  );
  return {
    accepts,
    level: PodSecurityLevel.PRIVILEGED,
    weakenContainer: (container) => {
      securityContextOf(container)['seLinuxOptions'] = Object.fromEntries(given);
    },
  };
}

/** Effect of an unmasked /proc, which the API server accepts only in a user namespace. */
export function unmaskedProc(): WeaknessEffect {
  return {
    accepts: [{ rule: 'proc-mount', value: 'Unmasked' }],
    level: PodSecurityLevel.PRIVILEGED,
    needs: 'procMount',
    weakenContainer: (container) => {
      securityContextOf(container)['procMount'] = 'Unmasked';
    },
    weakenPod: (spec) => {
      spec['hostUsers'] = false;
    },
  };
}
