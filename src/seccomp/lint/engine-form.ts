import { quote } from '../../diagnostics/input-error';
import { Severity } from '../../diagnostics/severity';
import { ERRNO } from '../errno';
import { member } from '../json/json-shape';
import { letsThrough } from '../action';
import type { SeccompFileRule } from '../file-rule';
import { example } from './example';
import type { SeccompLint, SeccompMark } from './lint';
import type { SeccompSubject } from './subject';

const FIX =
  'resolve the file for the capabilities and machines of its containers (SeccompFile.resolve), and install the result on the nodes';

/** Finds keys that Docker, Podman and CRI-O read, and containerd ignores. */
export const engineForm: SeccompLint = {
  id: 'engine-form',
  severity: Severity.HIGH,
  title: 'the profile has conditions that only container engines read',
  rationale:
    "Docker, Podman and CRI-O read archMap, includes and excludes. containerd passes a node's file to the runtime without them. A rule for containers with CAP_SYS_ADMIN then applies to every container, and no 32-bit interface is covered.",
  check: (file) => [...archMap(file), ...defaultErrno(file), ...file.rules.flatMap(ofRule)],
  good: example('{ "names": ["read"], "action": "SCMP_ACT_ALLOW" }'),
  bad: example('{ "names": ["sync"], "action": "SCMP_ACT_ALLOW", "includes": { "caps": ["CAP_SYS_ADMIN"] } }'),
};

function archMap(file: SeccompSubject): SeccompMark[] {
  if (member(file._document, 'archMap') === undefined) return [];
  return [
    {
      line: file._lineOf('archMap'),
      severity: Severity.LOW,
      message: `only container engines read "archMap"; with containerd, the profile covers only the node's own interface`,
      fix: FIX,
    },
  ];
}

function defaultErrno(file: SeccompSubject): SeccompMark[] {
  const node = member(file._document, 'defaultErrno');
  if (node?.kind !== 'text' || node.text === '' || file.defaultErrnoRet !== undefined) return [];
  const line = file._lineOf('defaultErrno');
  const number = ERRNO.get(node.text);
  if (number === undefined) {
    const message = `defaultErrno is ${quote(node.text)}, which is not the name of an error; must be one such as "ENOSYS"`;
    return [{ line, severity: Severity.MEDIUM, message, fix: 'use "defaultErrnoRet", a number' }];
  }
  return [
    {
      line,
      severity: Severity.LOW,
      message: 'only Podman and CRI-O read "defaultErrno"; runtimes return EPERM',
      fix: `use "defaultErrnoRet": ${number}`,
    },
  ];
}

function ofRule(rule: SeccompFileRule): SeccompMark[] {
  const marks: SeccompMark[] = [];
  const wide = letsThrough(rule.action) && (rule.includes?.caps.length ?? 0) > 0;
  if (rule.conditional) {
    marks.push({
      line: rule.line,
      severity: wide ? Severity.HIGH : Severity.LOW,
      message: `the rule for ${shown(rule.names)} applies ${condition(rule)}; containerd ignores this condition`,
      fix: FIX,
    });
  }
  if (member(rule._node, 'names') === undefined && member(rule._node, 'name') !== undefined) {
    marks.push({
      line: rule.line,
      severity: Severity.MEDIUM,
      message: 'only Docker reads "name"; for runtimes, the rule has no names',
      fix: 'use "names", a list',
    });
  }
  const errno = member(rule._node, 'errno');
  if (errno !== undefined && rule.errnoRet === undefined) {
    const isUnknown = errno.kind === 'text' && errno.text !== '' && !ERRNO.has(errno.text);
    marks.push({
      line: rule.line,
      severity: isUnknown ? Severity.MEDIUM : Severity.LOW,
      message: isUnknown
        ? `errno is ${quote(errno.text)}, which is not the name of an error; must be one such as "ENOSYS"`
        : 'only Podman and CRI-O read "errno"; runtimes return EPERM',
      fix: 'use "errnoRet", a number',
    });
  }
  return marks;
}

function shown(names: ReadonlyArray<string>): string {
  return names.length > 3 ? `${names.slice(0, 3).join(', ')} and ${names.length - 3} more` : names.join(', ');
}

function condition({ includes, excludes }: SeccompFileRule): string {
  const words = (each: SeccompFileRule['includes']): string =>
    [
      ...(each?.caps ?? []),
      ...(each?.arches ?? []),
      ...(each?.minKernel === undefined ? [] : [`Linux ${each.minKernel}`]),
    ].join(', ');
  return [
    ...(includes === undefined ? [] : [`only with ${words(includes)}`]),
    ...(excludes === undefined ? [] : [`only without ${words(excludes)}`]),
  ].join(' and ');
}
