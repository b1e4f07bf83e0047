import { Severity } from '../../../diagnostics/severity';
import type { ContainerSubject } from '../../subject/container-subject';
import { examplePod } from '../../example';
import { cis } from '../../frameworks/cis';
import { nist } from '../../frameworks/nist-800-190';
import { nsa } from '../../frameworks/nsa-cisa';
import { isSecretText } from '../../../kubernetes/secret-text';
import type { Violation } from '../../violation';
import { rule } from '../../built-in-rule';
import { Topic } from '../../topic';

/** Checks that no argument of a command is a secret. */
export const noPlainSecretArgs = rule({
  id: 'no-plain-secret-args',
  topic: Topic.SECRETS,
  scope: 'container',
  title: 'No argument of a command is a secret',
  severity: Severity.HIGH,
  rationale:
    'The manifest is in Git, and every process of the node that can list processes can see the arguments of a command.',
  fix: 'mount the Secret as a file and pass its path to the command; replace the secret with a new one, because this one is exposed',
  references: ['NIST SP 800-190, section 4.1.4'],
  controls: [...nist('4.1.4'), ...cis('5.4.1'), ...nsa('C-0012')],
  check,
  examples: {
    good: [
      examplePod({ container: 'args: [--token-file, /run/token, "--password=$(PASSWORD)"]' }),
      examplePod({ container: 'args: ["--db=postgres://db.example/app"]' }),
    ],
    bad: [
      examplePod({ container: 'args: ["--db=postgres://app:hunter22@db.example/app"]' }),
      examplePod({ container: 'command: [sensor, "--password=hunter22"]' }),
    ],
  },
});

function check(container: ContainerSubject): Violation[] {
  return ['command', 'args'].flatMap((list) =>
    container.listAt(list).flatMap((word, i) => {
      if (typeof word !== 'string') return [];
      const [, option = '', value = ''] = /^--?([\w.-]+)=(.*)$/s.exec(word) ?? [];
      if (!isSecretText('', word) && !(option !== '' && isSecretText(option, value))) return [];
      // a report must not contain the value itself
      const message = `argument ${i + 1} of ${list} looks like a secret`;
      return [{ path: `/${list}/${i}`, message, value: `${list}[${i}]` }];
    }),
  );
}
