import { isObject, listAt } from '../../../kubernetes/manifest';
import { Severity } from '../../../diagnostics/severity';
import { examplePod } from '../../example';
import { nist } from '../../frameworks/nist-800-190';
import type { PodSubject } from '../../subject/pod-subject';
import type { Violation } from '../../violation';
import { rule } from '../../built-in-rule';
import { Topic } from '../../topic';

/** Checks that no pod has host names of its own. */
export const noHostAliases = rule({
  id: 'no-host-aliases',
  topic: Topic.NETWORK,
  scope: 'pod',
  looksAt: { fields: ['hostAliases'] },
  title: 'No pod sets host names of its own',
  severity: Severity.LOW,
  rationale:
    'A name in /etc/hosts bypasses DNS: it stays when the address gets another owner, and sends traffic where nobody expects it.',
  fix: 'remove hostAliases, and add the name to DNS',
  references: ['https://kubernetes.io/docs/tasks/network/customize-hosts-file-for-pods/'],
  controls: nist('4.4.2'),
  cel: 'variables.podSpec.?hostAliases.orValue([]).size() == 0',
  check,
  examples: {
    good: [examplePod()],
    bad: [examplePod({ spec: 'hostAliases: [{ip: 203.0.113.7, hostnames: [registry.example]}]' })],
  },
});

function check(pod: PodSubject): Violation[] {
  return listAt(pod.spec, 'hostAliases').flatMap((alias, i) => {
    if (!isObject(alias)) return [];
    const names = listAt(alias, 'hostnames').filter((name) => typeof name === 'string');
    const where = typeof alias['ip'] === 'string' ? alias['ip'] : 'an address';
    return [
      {
        path: `/spec/hostAliases/${i}`,
        value: `${where}: ${names.join(', ')}`,
        message: `hostAliases sets ${names.join(', ')} to ${where}, regardless of DNS`,
      },
    ];
  });
}
