import { InputError, quote } from '../diagnostics/input-error';
import { archMapOf } from './arch-map';
import { SeccompArchitecture } from './architecture';
import { ERRNO } from './errno';
import type { SeccompCondition, SeccompFileRule } from './file-rule';
import { listNode, memberOf, nodeOf } from './json/json-edit';
import type { JsonMember, JsonNode, JsonObject } from './json/json-reader';
import { member, numberOf, textOf, textsOf } from './json/json-shape';
import type { SeccompResolveOptions } from './seccomp-file-options';

// machines by their names in Go, which the files of container engines use
const GOARCH: { readonly [architecture in SeccompArchitecture]: string } = {
  [SeccompArchitecture.X86_64]: 'amd64',
  [SeccompArchitecture.X86]: 'x86',
  [SeccompArchitecture.X32]: 'x32',
  [SeccompArchitecture.AARCH64]: 'arm64',
  [SeccompArchitecture.ARM]: 'arm',
  [SeccompArchitecture.RISCV64]: 'riscv64',
  [SeccompArchitecture.LOONGARCH64]: 'loong64',
  [SeccompArchitecture.MIPS]: 'mips',
  [SeccompArchitecture.MIPS64]: 'mips64',
  [SeccompArchitecture.MIPS64N32]: 'mips64n32',
  [SeccompArchitecture.MIPSEL]: 'mipsel',
  [SeccompArchitecture.MIPSEL64]: 'mipsel64',
  [SeccompArchitecture.MIPSEL64N32]: 'mipsel64n32',
  [SeccompArchitecture.PPC]: 'ppc',
  [SeccompArchitecture.PPC64]: 'ppc64',
  [SeccompArchitecture.PPC64LE]: 'ppc64le',
  [SeccompArchitecture.S390]: 's390',
  [SeccompArchitecture.S390X]: 's390x',
};

/**
 * Returns the members of a profile in the format that every runtime reads.
 *
 * @throws {@link InputError} if the name of an error is unknown
 */
export function resolvedMembers(
  document: JsonObject,
  fileRules: ReadonlyArray<SeccompFileRule>,
  options: SeccompResolveOptions,
): JsonMember[] {
  const rules = fileRules.filter(
    ({ includes, excludes }) =>
      (includes === undefined || answers(includes, options, 'every').every((each) => each)) &&
      (excludes === undefined || !answers(excludes, options, 'some').some((each) => each)),
  );
  const entry = archMapOf(document).find(({ architecture }) => architecture === String(options.architecture));
  const named = textsOf(member(document, 'architectures'), 'architectures');
  const architectures = entry === undefined ? named : [entry.architecture, ...entry.subArchitectures];
  return document.members
    .filter(({ key }) => !['archMap', 'architectures', 'syscalls', 'defaultErrno', 'defaultErrnoRet'].includes(key))
    .concat(
      errnoMember(document, 'defaultErrnoRet', 'defaultErrno'),
      architectures.length > 0 ? [memberOf('architectures', nodeOf(architectures))] : [],
      memberOf('syscalls', listNode(rules.map(runtimeNode))),
    );
}

/** Returns, for each given part of a condition, true if the container fulfils it. It must have every or some of the capabilities. */
function answers(
  { arches, caps, minKernel }: SeccompCondition,
  { architecture, capabilities = [], kernel }: SeccompResolveOptions,
  quantifier: 'every' | 'some',
): boolean[] {
  const has = (capability: string): boolean => capabilities.some((each) => `CAP_${each}` === capability);
  return [
    ...(arches.length > 0 ? [arches.includes(GOARCH[architecture])] : []),
    ...(caps.length > 0 ? [caps[quantifier](has)] : []),
    ...(minKernel !== undefined ? [kernel === undefined || !olderKernel(kernel, minKernel)] : []),
  ];
}

/** Returns a rule without the members that only container engines read. */
function runtimeNode(rule: SeccompFileRule): JsonNode {
  const members = rule._node.members.filter(
    ({ key }) => !['includes', 'excludes', 'name', 'names', 'errno', 'errnoRet'].includes(key),
  );
  return {
    ...rule._node,
    members: [memberOf('names', nodeOf(rule.names)), ...members, ...errnoMember(rule._node, 'errnoRet', 'errno')],
  };
}

function errnoMember(object: JsonObject, numberKey: string, nameKey: string): JsonMember[] {
  const number = numberOf(member(object, numberKey), numberKey);
  const name = textOf(member(object, nameKey), nameKey);
  if (number === undefined && name !== undefined && name !== '' && !ERRNO.has(name)) {
    throw new InputError('seccomp file', [
      `${nameKey} on line ${object.line} must be the name of a known error, got ${quote(name)}: give its number in ${numberKey}`,
    ]);
  }
  const value = number ?? (name === undefined ? undefined : ERRNO.get(name));
  return value === undefined ? [] : [memberOf(numberKey, nodeOf(value))];
}

function olderKernel(kernel: string, than: string): boolean {
  const [a, b] = [kernel, than].map((version) => version.split('.').map((part) => parseInt(part, 10) || 0));
  for (let i = 0; i < 2; i += 1) {
    if ((a?.[i] ?? 0) !== (b?.[i] ?? 0)) return (a?.[i] ?? 0) < (b?.[i] ?? 0);
  }
  return false;
}
