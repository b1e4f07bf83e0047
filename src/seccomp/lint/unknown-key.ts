import { quote } from '../../diagnostics/input-error';
import { Severity } from '../../diagnostics/severity';
import type { JsonMember, JsonNode } from '../json/json-reader';
import { member } from '../json/json-shape';
import { example } from './example';
import type { SeccompLint, SeccompMark } from './lint';

const PROFILE = [
  'defaultAction',
  'defaultErrnoRet',
  'defaultErrno',
  'architectures',
  'archMap',
  'flags',
  'listenerPath',
  'listenerMetadata',
  'syscalls',
];
const RULE = ['name', 'names', 'action', 'errnoRet', 'errno', 'args', 'comment', 'includes', 'excludes'];
const ARGUMENT = ['index', 'value', 'valueTwo', 'op'];
const CONDITION = ['arches', 'caps', 'minKernel'];

/** Finds a key that nothing reads, or that occurs twice. */
export const unknownKey: SeccompLint = {
  id: 'unknown-key',
  severity: Severity.MEDIUM,
  title: 'a key has no effect',
  rationale:
    'Runtimes ignore a key that they do not know. If a key occurs twice, they read only one of the two. In both cases a setting is lost.',
  check: (file) => [
    ...marks(file._document.members, PROFILE),
    ...file.rules.flatMap(({ _node }) => [
      ...marks(_node.members, RULE),
      ...objects(member(_node, 'args')).flatMap((each) => marks(each, ARGUMENT)),
      ...objects(member(_node, 'includes')).flatMap((each) => marks(each, CONDITION)),
      ...objects(member(_node, 'excludes')).flatMap((each) => marks(each, CONDITION)),
    ]),
  ],
  good: example('{ "names": ["read"], "action": "SCMP_ACT_ALLOW", "comment": "for all" }'),
  bad: example('{ "names": ["read"], "action": "SCMP_ACT_ALLOW", "arg": [] }'),
};

function objects(node: JsonNode | undefined): ReadonlyArray<JsonMember>[] {
  if (node?.kind === 'object') return [node.members];
  return node?.kind === 'list' ? node.items.flatMap(objects) : [];
}

function marks(members: ReadonlyArray<JsonMember>, known: ReadonlyArray<string>): SeccompMark[] {
  const seen = new Set<string>();
  return members.flatMap(({ key, line }): SeccompMark[] => {
    const twice = seen.has(key);
    seen.add(key);
    if (twice)
      return [{ line, message: `the key ${quote(key)} occurs twice, and the last one counts`, fix: 'keep only one' }];
    if (known.includes(key)) return [];
    const near = known.find((each) => each.toLowerCase() === key.toLowerCase());
    return [
      {
        line,
        message: `nothing reads the key ${quote(key)}`,
        fix: near === undefined ? `remove it; the known keys are ${known.join(', ')}` : `use ${quote(near)}`,
      },
    ];
  });
}
