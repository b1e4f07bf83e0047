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

/** No secret is a word of a container's command. */
export const noPlainSecretArgs = rule({
  id: 'no-plain-secret-args',
  topic: Topic.SECRETS,
  scope: 'container',
  title: 'No secret is a word of a command',
  severity: Severity.HIGH,
  rationale:
    'The manifest is in git, and every process of the node that may list processes sees the words of a command.',
  fix: 'mount the Secret as a file, name the file in the command, and change the secret: it is known now',
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
      // the value itself must not come into a report
      return [{ path: `/${list}/${i}`, message: `word ${i + 1} of ${list} looks like a secret` }];
    }),
  );
}
