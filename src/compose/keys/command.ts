import { secretsInCommand } from '../../kubernetes/secrets/command-secrets';
import { absolutePath, plainText } from '../../kubernetes/syntax';
import { call, literal } from '../code/expressions';
import type { ServiceConversion } from '../service-conversion';
import { withoutExpansion } from './kubernetes-expansion';
import type { KeyGroup } from './key-group';
import { movedText, readFromSecret } from './env-secret';

const CONTAINER = 'spec.template.spec.containers[]';

export const commandKeys: KeyGroup = {
  title: 'Command',
  rows: {
    entrypoint: {
      becomes: '`command` of the container',
      outcomes: ['converted', 'approximated', 'unsupported'],
      notes:
        'A word that contains a secret moves to a Secret. An empty entry point without a command cannot be written.',
    },
    command: {
      becomes: '`args` of the container; `command` if the entry point is empty',
      outcomes: ['converted', 'approximated', 'unsupported'],
      notes: 'A word that contains a secret moves to a Secret. An empty command cannot be written.',
    },
    working_dir: { becomes: '`workingDir`', outcomes: ['converted', 'unsupported'], notes: 'It must be absolute.' },
    tty: {
      becomes: '`tty`, as `Weakness.terminal`',
      outcomes: ['converted', 'refused', 'by-design'],
      notes: 'Everyone who may attach to the pod can type into such a container. Accept it with `--accept terminal`.',
    },
    stdin_open: {
      becomes: '`stdin`, as `Weakness.terminal`',
      outcomes: ['converted', 'refused', 'by-design'],
      notes: 'As `tty`.',
    },
  },
  convert: (service) => {
    const { entrypoint, command } = service.definition;
    const clearsEntrypoint = entrypoint !== undefined && (entrypoint === null || entrypoint.length === 0);
    if (entrypoint !== undefined && !clearsEntrypoint) convertWords(service, 'entrypoint', 'command', entrypoint ?? []);
    if (clearsEntrypoint) convertEmptyEntrypoint(service);
    if (command !== undefined && (command ?? []).length > 0)
      convertWords(service, 'command', clearsEntrypoint ? 'command' : 'args', command ?? []);
    else if (command !== undefined)
      service.report.unsupported('command', "Kubernetes cannot clear the image's command: set the arguments to run");
    convertWorkingDir(service);
    convertTerminal(service);
  },
};

function convertEmptyEntrypoint({ definition, report }: ServiceConversion): void {
  if ((definition.command ?? []).length > 0) report.converted('entrypoint', `${CONTAINER}.command`);
  else
    report.unsupported(
      'entrypoint',
      "Kubernetes cannot clear the image's entry point without a command: set the program to run",
    );
}

function convertWords(
  service: ServiceConversion,
  key: 'entrypoint' | 'command',
  prop: 'command' | 'args',
  words: ReadonlyArray<string>,
): void {
  const { container, report } = service;
  const problem = words.map((word) => plainText('word', word)).find((each) => each !== undefined);
  if (problem !== undefined) {
    report.unsupported(key, `${problem}: the image's own is used`);
    return;
  }
  const secrets = new Set(secretsInCommand(words).map(({ word }) => word));
  const field = `${CONTAINER}.${prop}`;
  if (secrets.size > 0 && service.options.installation !== undefined) {
    report.refused(
      key,
      'it contains a secret, and a kubelet without a cluster has no Secrets: let the program read it from a file of the package',
    );
    return;
  }
  const written = words.map((word, i) => {
    if (!secrets.has(i)) return withoutExpansion(word);
    readFromSecret(service, variableOf(prop, i));
    return `$(${variableOf(prop, i)})`;
  });
  container.set(prop, literal(written));
  if (secrets.size === 0) {
    report.converted(key, field);
    return;
  }
  const moved = [...secrets].map((i) => movedText(service, variableOf(prop, i)));
  report.approximated(key, field, `a word with a secret is ${moved.join('; ')}`);
}

/** Returns the variable with a word of a command. */
function variableOf(prop: 'command' | 'args', index: number): string {
  return `${prop === 'args' ? 'ARGUMENT' : 'COMMAND'}_${index + 1}`;
}

function convertWorkingDir({ definition, container, report }: ServiceConversion): void {
  const { working_dir: folder } = definition;
  if (folder === undefined) return;
  const problem = folder === '/' ? undefined : absolutePath('working_dir', folder);
  if (problem !== undefined) {
    report.unsupported('working_dir', `${problem}: the image's own is used`);
    return;
  }
  container.set('workingDir', literal(folder));
  report.converted('working_dir', `${CONTAINER}.workingDir`);
}

function convertTerminal({ definition, container, report }: ServiceConversion): void {
  for (const [key, field] of [
    ['tty', 'tty'],
    ['stdin_open', 'stdin'],
  ] as const) {
    if (definition[key] === undefined) continue;
    if (!definition[key]) {
      report.byDesign(key, 'a container has neither a terminal nor standard input by default');
      continue;
    }
    const reason = report.weaker(
      key,
      'terminal',
      `${CONTAINER}.${field}`,
      'everyone who may attach to the pod can type into such a container, and a service needs neither',
    );
    if (reason !== undefined)
      container.add('weaknesses', call(`Weakness.${key === 'tty' ? 'terminal' : 'standardInput'}`, literal(reason)));
  }
}
