import { isObject, listAt, objectAt } from '../../../kubernetes/manifest';
import { Severity } from '../../../diagnostics/severity';
import type { ContainerSubject } from '../../subject/container-subject';
import { examplePod } from '../../example';
import type { Violation } from '../../violation';
import { rule } from '../../built-in-rule';
import { Topic } from '../../topic';

/** A probe of Parsec proves more than that something answers. */
export const parsecTellingProbe = rule({
  id: 'parsec-telling-probe',
  topic: Topic.PARSEC,
  scope: 'container',
  title: 'A probe of Parsec proves more than that something answers',
  severity: Severity.LOW,
  rationale:
    'Parsec answers a ping from anybody who reaches its socket, and with a dead TPM too: an app that cannot use its keys looks healthy.',
  fix: 'readinessProbe: {exec: {command: [parsec-tool, list-keys]}} proves the identity, [parsec-tool, generate-random, --nbytes, "16"] the TPM',
  check,
  examples: {
    good: [examplePod({ container: 'readinessProbe: {exec: {command: [parsec-tool, list-keys]}}' })],
    bad: [
      examplePod({ container: 'readinessProbe: {exec: {command: [parsec-tool, ping]}}' }),
      examplePod({ container: 'startupProbe: {exec: {command: [sh, -c, "parsec-tool ping || exit 1"]}}' }),
      examplePod({ container: 'livenessProbe: {exec: {command: [parsec-tool, list-keys]}}' }),
    ],
  },
});

const PROBES = ['livenessProbe', 'readinessProbe', 'startupProbe'];

/** What each command of parsec-tool leaves unproven; the others prove what they do. */
const UNPROVEN: Readonly<Record<string, string>> = {
  ping: 'the mount and the group alone, neither the identity nor the TPM',
  'list-providers': 'the mount and the group alone, neither the identity nor the TPM',
  'list-authenticators': 'the mount and the group alone, neither the identity nor the TPM',
  'list-opcodes': 'the mount and the group alone, neither the identity nor the TPM',
};

const LIVENESS =
  'it asks Parsec whether the app lives: while Parsec is down the app is started anew over and over, and with a dead TPM most commands succeed';

function check(container: ContainerSubject): Violation[] {
  return PROBES.flatMap((probe) => {
    const words = wordsOf(objectAt(objectAt(container.json, probe), 'exec'));
    const tool = words.findIndex((word) => /(^|\/)parsec-tool$/.test(word));
    if (tool < 0) return [];
    const path = `/${probe}/exec/command`;
    if (probe === 'livenessProbe') return [{ path, message: LIVENESS }];
    const command = words.slice(tool + 1).find((word) => Object.hasOwn(UNPROVEN, word));
    if (command === undefined || words.some((word) => PROVING.includes(word))) return [];
    return [{ path, message: `parsec-tool ${command} proves ${UNPROVEN[command]}` }];
  });
}

const PROVING = ['list-keys', 'generate-random', 'sign', 'decrypt', 'export-public-key'];

/** The words of a command, those of a shell's script too. */
function wordsOf(exec: unknown): string[] {
  if (!isObject(exec)) return [];
  return listAt(exec, 'command').flatMap((word) => (typeof word === 'string' ? word.split(/[\s;&|()]+/) : []));
}
