import { isObject, listAt, objectAt } from '../../../kubernetes/manifest';
import { Severity } from '../../../diagnostics/severity';
import type { ContainerSubject } from '../../subject/container-subject';
import { examplePod } from '../../example';
import type { Violation } from '../../violation';
import { rule } from '../../built-in-rule';
import { Topic } from '../../topic';

/** Checks that probes of Parsec prove that the app can use its keys. */
export const parsecTellingProbe = rule({
  id: 'parsec-telling-probe',
  topic: Topic.PARSEC,
  scope: 'container',
  looksAt: { fields: ['livenessProbe', 'readinessProbe', 'startupProbe'] },
  title: 'A probe of Parsec proves that the app can use its keys',
  severity: Severity.LOW,
  rationale:
    'Parsec answers a ping from any client that reaches its socket, even if the TPM has failed. An app that cannot use its keys then looks healthy.',
  fix: 'set readinessProbe to {exec: {command: [parsec-tool, list-keys]}}, which proves the identity, or to [parsec-tool, generate-random, --nbytes, "16"], which proves the TPM',
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

/** Proof of each command of parsec-tool that does not prove that the app can use its keys. */
const UNPROVEN: Readonly<Record<string, string>> = {
  ping: 'only the mount and the group, neither the identity nor the TPM',
  'list-providers': 'only the mount and the group, neither the identity nor the TPM',
  'list-authenticators': 'only the mount and the group, neither the identity nor the TPM',
  'list-opcodes': 'only the mount and the group, neither the identity nor the TPM',
};

const LIVENESS =
  'the liveness probe depends on Parsec: while Parsec is down, the app restarts again and again, and most commands succeed even if the TPM has failed';

function check(container: ContainerSubject): Violation[] {
  return PROBES.flatMap((probe) => {
    const words = wordsOf(objectAt(objectAt(container.json, probe), 'exec'));
    const tool = words.findIndex((word) => /(^|\/)parsec-tool$/.test(word));
    if (tool < 0) return [];
    const path = `/${probe}/exec/command`;
    if (probe === 'livenessProbe') return [{ path, value: probe, message: LIVENESS }];
    const command = words.slice(tool + 1).find((word) => Object.hasOwn(UNPROVEN, word));
    if (command === undefined || words.some((word) => PROVING.includes(word))) return [];
    return [{ path, value: probe, message: `parsec-tool ${command} proves ${UNPROVEN[command]}` }];
  });
}

const PROVING = ['list-keys', 'generate-random', 'sign', 'decrypt', 'export-public-key'];

/** Returns the words of a command, including those of a shell script in it. */
function wordsOf(exec: unknown): string[] {
  if (!isObject(exec)) return [];
  return listAt(exec, 'command').flatMap((word) => (typeof word === 'string' ? word.split(/[\s;&|()]+/) : []));
}
