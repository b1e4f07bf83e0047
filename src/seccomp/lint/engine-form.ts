import { Severity } from '../../diagnostics/severity';
import { member } from '../json/json-shape';
import { letsThrough } from '../action';
import type { SeccompFileRule } from '../file-rule';
import { example } from './example';
import type { SeccompLint, SeccompMark } from './lint';
import type { SeccompSubject } from './subject';

const FIX =
  'resolve the file for the capabilities and machines that it is for (SeccompFile.resolve), and bring that to the nodes';

/** What Docker, Podman and CRI-O read and containerd does not. */
export const engineForm: SeccompLint = {
  id: 'engine-form',
  severity: Severity.HIGH,
  title: 'conditions that only container engines read',
  rationale:
    "Docker, Podman and CRI-O read archMap, includes and excludes. containerd hands a node's file to the runtime without them: a rule for containers with CAP_SYS_ADMIN then holds for every container, and no 32-bit interface is covered.",
  check: (file) => [...archMap(file), ...file.rules.flatMap(ofRule)],
  good: example('{ "names": ["read"], "action": "SCMP_ACT_ALLOW" }'),
  bad: example('{ "names": ["sync"], "action": "SCMP_ACT_ALLOW", "includes": { "caps": ["CAP_SYS_ADMIN"] } }'),
};

function archMap(file: SeccompSubject): SeccompMark[] {
  if (member(file._document, 'archMap') === undefined) return [];
  return [
    {
      line: file._lineOf('archMap'),
      severity: Severity.LOW,
      message: `"archMap" is read by container engines alone; for containerd no interface but the node's own is covered`,
      fix: FIX,
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
      message: `the rule for ${shown(rule.names)} holds ${condition(rule)}; containerd takes it without this condition`,
      fix: FIX,
    });
  }
  if (member(rule._node, 'names') === undefined && member(rule._node, 'name') !== undefined) {
    marks.push({
      line: rule.line,
      severity: Severity.MEDIUM,
      message: '"name" is read by Docker alone; runtimes see a rule without names',
      fix: 'write "names", a list',
    });
  }
  if (member(rule._node, 'errno') !== undefined && rule.errnoRet === undefined) {
    marks.push({
      line: rule.line,
      severity: Severity.LOW,
      message: '"errno" is read by Podman and CRI-O alone; runtimes answer with EPERM',
      fix: 'write "errnoRet", the number',
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
    ...(includes === undefined ? [] : [`with ${words(includes)} alone`]),
    ...(excludes === undefined ? [] : [`without ${words(excludes)} alone`]),
  ].join(' and ');
}
