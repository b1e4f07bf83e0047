import { Problems } from '../../diagnostics/input-error';
import { isObject, type JsonObject, listAt } from '../../kubernetes/manifest';
import { sysctlName } from '../../kubernetes/syntax';
import { PodSecurityLevel } from '../pod-security-level';
import type { WeaknessEffect } from './effect';

/** Effect of the node's network. */
export function hostNetwork(): WeaknessEffect {
  return {
    accepts: [{ rule: 'no-host-namespaces', value: 'hostNetwork', ofPod: true }],
    level: PodSecurityLevel.PRIVILEGED,
    weakenPod: (spec) => {
      // without this policy, the pod would use the node's resolver, which does not know the cluster's names
      Object.assign(spec, { hostNetwork: true, dnsPolicy: 'ClusterFirstWithHostNet' });
    },
  };
}

/** Effect of the node's process ids, or of its IPC. */
export function hostNamespace(field: 'hostPID' | 'hostIPC'): WeaknessEffect {
  return {
    accepts: [{ rule: 'no-host-namespaces', value: field, ofPod: true }],
    level: PodSecurityLevel.PRIVILEGED,
    weakenPod: (spec) => {
      spec[field] = true;
    },
  };
}

/** Effect of containers that see the processes of each other. */
export function sharedProcesses(): WeaknessEffect {
  return {
    accepts: [{ rule: 'no-shared-processes', ofPod: true }],
    level: PodSecurityLevel.RESTRICTED,
    weakenPod: (spec) => {
      spec['shareProcessNamespace'] = true;
    },
  };
}

/** Effect of a kernel parameter that is not safe. */
export function unsafeSysctl(name: string, value: string): WeaknessEffect {
  const problems = new Problems();
  problems.add(sysctlName(name));
  problems.throwIfAny('Weakness.sysctl');
  return {
    accepts: [{ rule: 'safe-sysctls', value: name, ofPod: true }],
    level: PodSecurityLevel.PRIVILEGED,
    weakenPod: (spec) => {
      const context = (spec['securityContext'] ??= {}) as JsonObject;
      const others = listAt(context, 'sysctls').filter((each) => !isObject(each) || each['name'] !== name);
      context['sysctls'] = [...others, { name, value }];
    },
  };
}
