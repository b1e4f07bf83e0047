import { objectAt } from '../../../kubernetes/manifest';
import type { PodSubject } from '../../subject/pod-subject';
import type { Breach, PodSecurityCheck } from '../check';
import { plural, quoted, setters, valuesOf } from '../words';

const SINCE_0: ReadonlySet<string> = new Set(['', 'container_t', 'container_init_t', 'container_kvm_t']);
const SINCE_31: ReadonlySet<string> = new Set([...SINCE_0, 'container_engine_t']);

/** Rejects SELinux types that are not for containers, and any user or role. */
export const seLinuxOptions: PodSecurityCheck = {
  id: 'seLinuxOptions',
  level: 'baseline',
  revisions: [
    { since: 0, find: (pod) => find(pod, SINCE_0) },
    { since: 31, find: (pod) => find(pod, SINCE_31) },
  ],
  describe: (breaches) => {
    const types = valuesOf(breaches.filter((b) => b.form === 'type'));
    const data = [
      ...(types.length > 0 ? [`${plural('type', 'types', types.length)} ${quoted(types)}`] : []),
      ...['user', 'role']
        .filter((form) => breaches.some((b) => b.form === form))
        .map((form) => `${form} may not be set`),
    ];
    return {
      reason: 'seLinuxOptions',
      detail: `${setters(breaches)} set forbidden securityContext.seLinuxOptions: ${data.join('; ')}`,
    };
  },
};

function find(pod: PodSubject, types: ReadonlySet<string>): Breach[] {
  const breaches: Breach[] = [];
  const judge = (context: { readonly [key: string]: unknown }, base: string, of: Pick<Breach, 'container'>): void => {
    const options = objectAt(context, 'seLinuxOptions');
    for (const form of ['type', 'user', 'role']) {
      const value = options[form];
      if (typeof value !== 'string' || (form === 'type' ? types.has(value) : value === '')) continue;
      const path = `${base}/securityContext/seLinuxOptions/${form}`;
      breaches.push({ path, value, subject: `${form}: ${value}`, form, ...of });
    }
  };
  judge(pod.securityContext, '/spec', {});
  for (const container of pod.containers) judge(container.securityContext, container.path, { container });
  return breaches;
}
