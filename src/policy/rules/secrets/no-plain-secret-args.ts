import { Severity } from '../../../diagnostics/severity';
import type { ContainerSubject } from '../../subject/container-subject';
import { examplePod } from '../../example';
import { cis } from '../../frameworks/cis';
import { nist } from '../../frameworks/nist-800-190';
import { nsa } from '../../frameworks/nsa-cisa';
import { isObject, objectAt } from '../../../kubernetes/manifest';
import { secretInHeader, secretsInCommand } from '../../../kubernetes/secrets/command-secrets';
import { secretIn } from '../../../kubernetes/secrets/secret-value';
import { secretViolations, type PlacedSecret } from './secret-violation';
import type { Violation } from '../../violation';
import { rule } from '../../built-in-rule';
import { Topic } from '../../topic';

/** Checks that no argument of a command is a secret. */
export const noPlainSecretArgs = rule({
  id: 'no-plain-secret-args',
  topic: Topic.SECRETS,
  scope: 'container',
  looksAt: { fields: ['command', 'args', 'lifecycle', 'livenessProbe', 'readinessProbe', 'startupProbe'] },
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
      examplePod({ container: 'args: ["--tls-secret=edge/web-tls", --initial-cluster-token, etcd-cluster-1]' }),
    ],
    bad: [
      examplePod({ container: 'args: ["--db=postgres://app:hunter22@db.example/app"]' }),
      examplePod({ container: 'command: [sensor, "--password=hunter22"]' }),
      examplePod({ container: 'args: [--password, hunter22]' }),
      examplePod({ container: 'command: [sh, -c, "export PASSWORD=hunter22; exec sensor"]' }),
      examplePod({ container: 'livenessProbe: {exec: {command: [redis-cli, -a, hunter22, ping]}}' }),
    ],
  },
});

/** Commands of a container besides its own, and requests that the kubelet sends to it. */
const HANDLERS: ReadonlyArray<readonly [string, string | undefined]> = [
  ['livenessProbe', undefined],
  ['readinessProbe', undefined],
  ['startupProbe', undefined],
  ['lifecycle', 'postStart'],
  ['lifecycle', 'preStop'],
];

function check(container: ContainerSubject): Violation[] {
  const secrets = [
    ...inWords([...wordsIn(container.listAt('command'), 'command'), ...wordsIn(container.listAt('args'), 'args')]),
    ...HANDLERS.flatMap(([field, hook]) => inHandler(container, field, hook)),
  ];
  return secretViolations(secrets);
}

interface Word {
  readonly text: unknown;
  readonly path: string;
  readonly subject: string;
}

function wordsIn(list: ReadonlyArray<unknown>, field: string, path = `/${field}`): Word[] {
  return list.map((text, i) => ({ text, path: `${path}/${i}`, subject: `argument ${i + 1} of ${field}` }));
}

function inWords(words: ReadonlyArray<Word>): PlacedSecret[] {
  return secretsInCommand(words.map(({ text }) => text)).flatMap(({ word, name, what }) => {
    const place = words[word];
    return place === undefined ? [] : [{ path: place.path, subject: place.subject, holder: name, what }];
  });
}

/** Returns the secrets in the command and in the headers of a probe or a lifecycle hook. */
function inHandler(container: ContainerSubject, field: string, hook: string | undefined): PlacedSecret[] {
  const value = container.objectAt(field);
  const handler = hook === undefined ? value : objectAt(value, hook);
  const path = `/${field}${hook === undefined ? '' : `/${hook}`}`;
  const command = objectAt(handler, 'exec')['command'];
  const headers = objectAt(handler, 'httpGet')['httpHeaders'];
  const about = hook ?? field;
  return [
    ...(Array.isArray(command) ? inWords(wordsIn(command, about, `${path}/exec/command`)) : []),
    ...(Array.isArray(headers)
      ? headers.flatMap((each, i) => inHeader(each, about, `${path}/httpGet/httpHeaders/${i}`))
      : []),
  ];
}

function inHeader(header: unknown, field: string, path: string): PlacedSecret[] {
  if (!isObject(header)) return [];
  const { name, value } = header;
  if (typeof name !== 'string' || typeof value !== 'string') return [];
  const what = secretInHeader(`${name}: ${value}`)?.what ?? secretIn(name, value);
  return what === undefined ? [] : [{ path: `${path}/value`, subject: `the header of ${field}`, holder: name, what }];
}
