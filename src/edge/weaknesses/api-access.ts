import { Problems } from '../../diagnostics/input-error';
import { type INamedObject, referenceTo } from '../../kubernetes/named-object';
import { PodSecurityLevel } from '../pod-security-level';
import type { WeaknessEffect } from './effect';

/** Effect of the token of a service account. */
export function serviceAccountToken(serviceAccount: string | INamedObject): WeaknessEffect {
  const problems = new Problems();
  const { name: serviceAccountName, problem } = referenceTo('ServiceAccount', serviceAccount, 'service account');
  problems.add(problem);
  problems.throwIfAny('Weakness.serviceAccountToken');
  return {
    accepts: [{ rule: 'no-service-account-token', value: 'true', ofPod: true }],
    level: PodSecurityLevel.RESTRICTED,
    weakenPod: (spec) => {
      Object.assign(spec, { serviceAccountName, automountServiceAccountToken: true });
    },
  };
}
