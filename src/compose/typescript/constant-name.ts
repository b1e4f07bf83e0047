import type { Call, Expression } from '../code/expression';

/** Place of an expression in a program. */
export interface Place {
  /** Service of the statement, or name of its construct. */
  readonly statement: string;
  /** Closest property that contains the expression. Empty outside of properties. */
  readonly property: string;
  /** Call that has the expression in its arguments. */
  readonly call?: Call;
}

/** Returns words for the name of a constant. A constant of one construct starts with the name of that construct. */
export function constantName(project: string, value: Expression, places: ReadonlyArray<Place>): string {
  const owner = ownerOf(value, places);
  const [first = { statement: '', property: '' }] = places;
  if (value.type === 'literal') return textName(first);
  if (value.type === 'object') {
    const isArgument = first.call !== undefined || first.property === '';
    return networkOf(project, value) ?? owned(owner, isArgument ? `${first.property}_OPTIONS` : first.property);
  }
  if (value.type !== 'call') return owned(owner, first.property);
  const [text = '', second] = value.args.map((arg) => (arg.type === 'literal' ? String(arg.value) : undefined));
  const [className = ''] = value.callee.split('.');
  switch (className) {
    case 'Port':
      return second ?? (owner === undefined ? `PORT_${text}` : `${owner}_PORT`);
    case 'Image':
      return `${repositoryName(text)}_IMAGE`;
    case 'Identity':
      return `USER_${text}`;
    case 'Weakness':
      return methodOf(value.callee);
    case 'MountedFiles':
      return `${text.split('/').at(-1) ?? ''}_FILES`;
    case 'Flow':
    case 'Peer':
      return peerName(project, value) ?? owned(owner, className);
    default:
      return owned(owner, className);
  }
}

/** Construct whose constant it is: the only one that uses it, or the one that listens on a port. */
function ownerOf(value: Expression, places: ReadonlyArray<Place>): string | undefined {
  const isPort = value.type === 'call' && value.callee.startsWith('Port.');
  const owning = isPort ? places.filter(({ property, call }) => property === 'ports' && call === undefined) : places;
  const owners = new Set(owning.map(({ statement }) => statement));
  return owners.size === 1 ? [...owners][0] : undefined;
}

function owned(owner: string | undefined, name: string): string {
  return owner === undefined ? name : `${owner}_${name}`;
}

function textName({ property, call }: Place): string {
  // the text of a file has the name of the file
  if (call === undefined || property.includes('.')) return property || 'TEXT';
  const [path] = call.args;
  if (call.callee === 'MountedFiles.file' && path?.type === 'literal')
    return String(path.value).split('/').at(-1) ?? 'FILE';
  if (call.callee === 'Image.fromTag') return 'TAG_REASON';
  return call.callee.startsWith('Weakness.') ? 'REASON' : property || 'TEXT';
}

/** Key of a label by which the members of a network are selected. */
const NETWORK_LABEL = 'network.secure-edge.dev/';

/** Returns words for an object with the label of one network. */
function networkOf(project: string, { properties }: Expression & { type: 'object' }): string | undefined {
  const [first, ...others] = properties;
  if (first?.name.startsWith(NETWORK_LABEL) !== true || others.length > 0) return undefined;
  const network = first.name.slice(NETWORK_LABEL.length);
  return `${network.startsWith(`${project}_`) ? network.slice(project.length + 1) : network}_MEMBER`;
}

/** Returns words for the pods or the addresses of a flow. */
function peerName(project: string, { callee, args }: Call): string | undefined {
  const [first] = args;
  if (first?.type === 'object') return networkOf(project, first)?.replace(/_MEMBER$/, '_NETWORK');
  if (first?.type === 'call') return peerName(project, first);
  return callee.startsWith('Peer.') && args.length === 0 ? methodOf(callee) : undefined;
}

function methodOf(callee: string): string {
  return callee.split('.').at(-1) ?? callee;
}

/** Returns the last part of a repository, without tag and digest. */
function repositoryName(reference: string): string {
  const last = reference.split('@')[0]?.split('/').at(-1) ?? '';
  return last.split(':')[0] ?? last;
}
