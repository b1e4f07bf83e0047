import { quote } from '../../diagnostics/input-error';
import type { AppArmorMountConditions, AppArmorMountOption } from '../rules/mount-option';
import { MountRule } from '../rules/mount-rule';
import { PivotRootRule } from '../rules/pivot-root-rule';
import { RemountRule } from '../rules/remount-rule';
import { UmountRule } from '../rules/umount-rule';
import type { ReadProps } from './rule-context';
import type { Scanner } from './scanner';
import { readTerms, rejectPeerList, singleValues } from './terms';
import type { Condition, Terms } from './terms';

/** Short forms of mount options. */
const OPTION_FORMS: { readonly [word: string]: string } = {
  r: 'ro',
  w: 'rw',
  B: 'bind',
  R: 'rbind',
  M: 'move',
  verbose: 'silent',
};

/** Reads the rest of a rule on new mounts, after `mount`. */
export function readMount(scanner: Scanner, props: ReadProps): MountRule {
  const terms = mountTerms(scanner, 'mount');
  const [source, ...more] = terms.words;
  if (more[0] !== undefined) scanner.fail('the mount point of a mount rule must be after ->', more[0].at);
  const conditions = mountConditions(scanner, 'mount', terms.conditions);
  return new MountRule({ ...props, ...conditions, source: source?.text, mountPoint: terms.target?.text });
}

/** Reads the rest of a rule on changes of a mount, after `remount`. */
export function readRemount(scanner: Scanner, props: ReadProps): RemountRule {
  return new RemountRule({ ...props, ...readMountPoint(scanner, 'remount') });
}

/** Reads the rest of a rule on the end of a mount, after `umount` or `unmount`. */
export function readUmount(scanner: Scanner, props: ReadProps): UmountRule {
  return new UmountRule({ ...props, ...readMountPoint(scanner, 'umount') });
}

/** Reads the rest of a rule on a change of the root, after `pivot_root`. */
export function readPivotRoot(scanner: Scanner, props: ReadProps): PivotRootRule {
  const terms = mountTerms(scanner, 'pivot_root');
  const [newRoot, ...more] = terms.words;
  if (more[0] !== undefined) scanner.fail('a pivot_root rule can have only one new root', more[0].at);
  const { oldroot } = singleValues(scanner, 'pivot_root', terms.conditions, ['oldroot']);
  return new PivotRootRule({ ...props, newRoot: newRoot?.text, oldRoot: oldroot, target: terms.target?.text });
}

function mountTerms(scanner: Scanner, rule: string): Terms {
  const terms = readTerms(scanner, rule);
  if (terms.access[0] !== undefined)
    scanner.fail(`a ${rule} rule cannot have a list of permissions`, terms.access[0].at);
  rejectPeerList(scanner, rule, terms);
  return terms;
}

function readMountPoint(
  scanner: Scanner,
  rule: string,
): AppArmorMountConditions & { readonly mountPoint: string | undefined } {
  const terms = mountTerms(scanner, rule);
  const [mountPoint, ...more] = terms.words;
  const stray = more[0] ?? terms.target;
  if (stray !== undefined) scanner.fail(`a ${rule} rule can have only one mount point`, stray.at);
  return { ...mountConditions(scanner, rule, terms.conditions), mountPoint: mountPoint?.text };
}

/** Adds up conditions that are given several times, as the parser does. */
function mountConditions(scanner: Scanner, rule: string, all: ReadonlyArray<Condition>): AppArmorMountConditions {
  const of = (test: (each: Condition) => boolean): string[] | undefined => {
    const values = all.filter(test).flatMap(({ values }) => values.map(({ text }) => text));
    return values.length === 0 ? undefined : values;
  };
  const isOption = ({ name }: Condition): boolean => name === 'options' || name === 'option';
  const isType = ({ name }: Condition): boolean => name === 'fstype' || name === 'vfstype';
  const odd = all.find((each) => !isOption(each) && !isType(each));
  if (odd !== undefined)
    scanner.fail(`a ${rule} rule has no condition ${quote(odd.name)}: use fstype or options`, odd.at);
  const empty = all.find(({ values }) => values.length === 0);
  if (empty !== undefined)
    scanner.fail(`condition ${quote(empty.name)} is empty: remove it to match any value`, empty.at);
  return {
    options: optionsOf(of((each) => isOption(each) && !each.among)),
    optionsAmong: optionsOf(of((each) => isOption(each) && each.among)),
    fileSystems: of(isType),
  };
}

function optionsOf(words: ReadonlyArray<string> | undefined): AppArmorMountOption[] | undefined {
  return words?.map(
    (word) =>
      ((Object.hasOwn(OPTION_FORMS, word) ? OPTION_FORMS[word] : undefined) ??
        word.replace(/^make-/, '')) as AppArmorMountOption,
  );
}
