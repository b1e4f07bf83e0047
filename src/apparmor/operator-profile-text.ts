import { isObject, listAt, objectAt, pointerStep, type JsonObject } from '../kubernetes/manifest';
import { quote } from '../diagnostics/input-error';

/** Profile that the Security Profiles Operator writes from an `AppArmorProfile` object. */
export interface OperatorProfileText {
  readonly text: string;
  /** JSON pointers within the object, by line from 1. A line that the operator always writes has none. */
  readonly pointers: ReadonlyMap<number, string>;
  /** Entries that the operator rejects. */
  readonly problems: ReadonlyArray<{ readonly pointer: string; readonly message: string }>;
}

/** Paths that the operator accepts. It also accepts a space, and then writes a profile that the parser rejects. */
export const PATH_OF_OPERATOR = /^\/[A-Za-z0-9_./*?+@{}-]*$/;

/** Rules that the operator writes into every profile. */
export const KEPT_BY_OPERATOR: ReadonlyArray<string> = [
  'deny @{PROC}/* w,',
  'deny @{PROC}/sys/[^k]** w,',
  'deny @{PROC}/sysrq-trigger rwlkx,',
  'deny @{PROC}/mem rwlkx,',
  'deny @{PROC}/kmem rwlkx,',
  'deny @{PROC}/kcore rwlkx,',
  'deny /sys/firmware/efi/efivars/** rwlkx,',
];

const FILESYSTEM = '/spec/abstract/filesystem';
const EXECUTABLE = '/spec/abstract/executable';

/** Lists of paths, with the rules that the operator writes for each path. */
const PATH_LISTS: ReadonlyArray<readonly [string, string, (path: string) => string[]]> = [
  [EXECUTABLE, 'allowedExecutables', (path) => [`${path} rix,`]],
  [EXECUTABLE, 'allowedLibraries', (path) => [`${path} mr,`]],
  [FILESYSTEM, 'readOnlyPaths', (path) => [`${path} r,`, `deny ${path} wlk,`]],
  [FILESYSTEM, 'writeOnlyPaths', (path) => [`${path} wlk,`, `deny ${path} r,`]],
  [FILESYSTEM, 'readWritePaths', (path) => [`${path} rwlk,`]],
];

const CAPABILITY = /^[a-z_]{1,32}$/;
/** Name in the text if the one of the object is not one word. */
const OTHER_NAME = 'profile';

/** Returns the profile that the operator writes from the lists of an object. */
export function operatorProfileText(name: string, spec: JsonObject): OperatorProfileText {
  const lines: string[] = [];
  const pointers = new Map<number, string>();
  const problems: { pointer: string; message: string }[] = [];
  const add = (line: string, pointer?: string): void => {
    lines.push(line);
    if (pointer !== undefined) pointers.set(lines.length, pointer);
  };
  const abstract = objectAt(spec, 'abstract');
  const mode = spec['mode'] === 'Complain' ? 'complain' : 'enforce';

  add('include <tunables/global>');
  const word = /^[A-Za-z0-9][\w.-]*$/.test(name) ? name : OTHER_NAME;
  add(`profile ${word} flags=(${mode}, attach_disconnected, mediate_deleted) {`, '/spec/mode');
  add('  include <abstractions/base>');
  for (const [parent, list, rulesOf] of PATH_LISTS) {
    const paths = listAt(objectAt(abstract, parent.slice(parent.lastIndexOf('/') + 1)), list);
    paths.forEach((path, index) => {
      const pointer = `${parent}/${list}/${index}`;
      if (typeof path !== 'string' || !PATH_OF_OPERATOR.test(path))
        problems.push({
          pointer,
          message: `the operator rejects the path ${quote(path)}; it must start with / and contain only letters, digits and _ . / * ? + @ { } -`,
        });
      else for (const rule of rulesOf(path)) add(`  ${rule}`, pointer);
    });
  }
  if (isObject(abstract['network'])) addNetwork(abstract['network'], add);
  listAt(objectAt(abstract, 'capability'), 'allowedCapabilities').forEach((capability, index) => {
    const pointer = `/spec/abstract/capability/allowedCapabilities${pointerStep(String(index))}`;
    if (typeof capability === 'string' && CAPABILITY.test(capability)) add(`  capability ${capability},`, pointer);
    else
      problems.push({
        pointer,
        message: `the operator rejects the capability ${quote(capability)}; it must be the name of a capability in lower case`,
      });
  });
  for (const rule of KEPT_BY_OPERATOR) add(`  ${rule}`);
  add('}');
  return { text: `${lines.join('\n')}\n`, pointers, problems };
}

function addNetwork(network: JsonObject, add: (line: string, pointer: string) => void): void {
  const parent = '/spec/abstract/network';
  const { allowTcp, allowUdp } = objectAt(network, 'allowedProtocols');
  if (allowTcp === true) add('  network tcp,', `${parent}/allowedProtocols/allowTcp`);
  if (allowUdp === true) add('  network udp,', `${parent}/allowedProtocols/allowUdp`);
  add(network['allowRaw'] === true ? '  network raw,' : '  deny network raw,', `${parent}/allowRaw`);
}
