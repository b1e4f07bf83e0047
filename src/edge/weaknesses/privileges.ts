import { expectTypes } from '../../diagnostics/expected-type';
import { Problems } from '../../diagnostics/input-error';
import { BASELINE_CAPABILITIES, type Capability, RESTRICTED_CAPABILITIES } from '../../host/capability';
import { canForbidEscalation } from '../../kubernetes/hardened-values';
import { type JsonObject, listAt } from '../../kubernetes/manifest';
import { PodSecurityLevel, weakest } from '../pod-security-level';
import { type Accepted, securityContextOf, type WeaknessEffect } from './effect';

/** Effect of user and group 0. */
export function rootUser(): WeaknessEffect {
  return {
    accepts: [
      { rule: 'run-as-non-root', value: 'false' },
      { rule: 'run-as-user', value: '0' },
      { rule: 'run-as-user', value: 'runAsGroup: 0' },
    ],
    level: PodSecurityLevel.BASELINE,
    weakenContainer: (container) => {
      Object.assign(securityContextOf(container), { runAsUser: 0, runAsGroup: 0, runAsNonRoot: false });
    },
  };
}

/** Effect of added capabilities. */
export function addedCapabilities(capabilities: Capability[]): WeaknessEffect {
  expectTypes('Weakness.addCapabilities', { capabilities: [capabilities, { listOf: 'text' }] });
  const problems = new Problems();
  if (capabilities.length === 0) problems.add('capabilities must not be empty: add those that the app needs');
  problems.throwIfAny('Weakness.addCapabilities');
  // the API server rejects SYS_ADMIN with allowPrivilegeEscalation: false, so hardening leaves that field unset
  const escalation: Accepted[] = canForbidEscalation({ capabilities: { add: capabilities } })
    ? []
    : [{ rule: 'no-privilege-escalation' }];
  const added = [...new Set(capabilities)].map((value): Accepted => ({ rule: 'added-capabilities', value }));
  return {
    accepts: [...added, ...escalation],
    level: weakest(capabilities.map(levelOf)),
    weakenContainer: (container) => {
      const held = (securityContextOf(container)['capabilities'] ??= {}) as JsonObject;
      held['add'] = [...new Set([...listAt(held, 'add'), ...capabilities])].sort();
    },
  };
}

/** Effect of the default capabilities of the runtime. */
export function runtimeCapabilities(): WeaknessEffect {
  return {
    accepts: [{ rule: 'drop-all-capabilities' }],
    level: PodSecurityLevel.BASELINE,
    weakenContainer: (container) => {
      ((securityContextOf(container)['capabilities'] ??= {}) as JsonObject)['drop'] = [];
    },
  };
}

/** Effect of programs that gain privileges. */
export function privilegeEscalation(): WeaknessEffect {
  return {
    accepts: [{ rule: 'no-privilege-escalation', value: 'true' }],
    level: PodSecurityLevel.BASELINE,
    weakenContainer: (container) => {
      securityContextOf(container)['allowPrivilegeEscalation'] = true;
    },
  };
}

/** Effect of a privileged container. */
export function privileged(): WeaknessEffect {
  return {
    // hardening does not restrict capabilities or escalation of a privileged container, because the API server rejects that
    accepts: [
      { rule: 'no-privileged', value: 'true' },
      { rule: 'no-privilege-escalation' },
      { rule: 'drop-all-capabilities' },
    ],
    level: PodSecurityLevel.PRIVILEGED,
    weakenContainer: (container) => {
      securityContextOf(container)['privileged'] = true;
    },
  };
}

/** Strictest level that accepts a capability. */
function levelOf(capability: Capability): PodSecurityLevel {
  if (RESTRICTED_CAPABILITIES.has(capability)) return PodSecurityLevel.RESTRICTED;
  return BASELINE_CAPABILITIES.has(capability) ? PodSecurityLevel.BASELINE : PodSecurityLevel.PRIVILEGED;
}
