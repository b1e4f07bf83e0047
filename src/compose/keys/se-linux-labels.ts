import { quote } from '../../diagnostics/input-error';
import { isContainerType, SeLinuxType, seLinuxLevel } from '../../edge/se-linux';
import { plainText } from '../../kubernetes/syntax';
import type { Expression } from '../code/expression';
import { call, literal, member, object } from '../code/expressions';
import type { ServiceConversion } from '../service-conversion';

const FIELD = 'spec.template.spec.containers[].securityContext.seLinuxOptions';

/** Type of a container that SELinux does not confine. */
const UNCONFINED = 'spc_t';

/** Parts of a label, which are also the names of their options. */
const PARTS = ['type', 'user', 'role', 'level'] as const;

type Part = (typeof PARTS)[number];

/** Option `label:PART:VALUE` of `security_opt`, without its first word. */
export interface LabelOption {
  readonly key: string;
  readonly label: string;
}

/** Converts the SELinux label of a service, which has an option of `security_opt` for each part. */
export function convertSeLinuxLabels(service: ServiceConversion, options: ReadonlyArray<LabelOption>): void {
  const { container, report } = service;
  const parts = new Map<Part, LabelOption & { readonly value: string }>();
  for (const option of options) {
    const [name = '', ...rest] = option.label.split(':');
    const part = name === 'disable' && rest.length === 0 ? 'type' : name;
    const value = name === 'disable' ? UNCONFINED : rest.join(':');
    const problem = isPart(part)
      ? labelProblem(part, value)
      : `${quote(option.label)} is not a label of SELinux: it must be type:TYPE, level:LEVEL, user:USER, role:ROLE or disable`;
    const previous = isPart(part) ? parts.get(part) : undefined;
    if (problem !== undefined || !isPart(part)) report.unsupported(option.key, problem ?? '');
    else {
      if (previous !== undefined) report.byDesign(previous.key, 'a later option replaces it');
      parts.set(part, { ...option, value });
    }
  }
  const weak = [...parts].filter(([part, { value }]) => isWeak(service, part, value));
  const reason = weak.map(([part, { key, value }]) =>
    report.weaker(key, 'selinux-label', FIELD, whyWeak(part, value)),
  )[0];
  const kept =
    reason === undefined ? [...parts].filter((each) => !weak.some(([part]) => part === each[0])) : [...parts];
  for (const [part, { key }] of kept)
    if (!weak.some(([each]) => each === part))
      report.approximated(key, FIELD, 'nodes without SELinux ignore the label');
  const values = Object.fromEntries(kept.map(([part, { value }]) => [part, value]));
  if (kept.length === 0) return;
  if (reason === undefined) container.set('seLinux', labelOf(values));
  else {
    const label = object(Object.fromEntries(kept.map(([part, { value }]) => [part, literal(value)])));
    container.add('weaknesses', call('Weakness.seLinux', label, literal(reason)));
  }
}

function labelOf({ type, level }: Partial<Record<Part, string>>): Expression {
  if (type === undefined) return call('SeLinux.level', literal(level ?? ''));
  const name = Object.entries(SeLinuxType).find(([, value]) => String(value) === type)?.[0] ?? '';
  return call('SeLinux.type', member(`SeLinuxType.${name}`), ...(level === undefined ? [] : [literal(level)]));
}

function isPart(name: string): name is Part {
  return (PARTS as ReadonlyArray<string>).includes(name);
}

function labelProblem(part: Part, value: string): string | undefined {
  if (value.trim() === '') return `the ${part} of the label is empty`;
  return part === 'level' ? seLinuxLevel(value) : plainText(`SELinux ${part}`, value);
}

/** True for a part that Pod Security baseline rejects. */
function isWeak({ options: { target } }: ServiceConversion, part: Part, value: string): boolean {
  if (part === 'level') return false;
  return part !== 'type' || !isContainerType(value, target);
}

function whyWeak(part: Part, value: string): string {
  if (value === UNCONFINED) return 'SELinux does not confine a container without a label';
  return part === 'type'
    ? `${quote(value)} is not an SELinux type for containers: what it may read and change depends on the policy of the node`
    : `an SELinux ${part} of its own can take a container out of the policy for containers`;
}
