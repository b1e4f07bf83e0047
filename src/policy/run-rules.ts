import { findingValue } from '../kubernetes/finding-value';
import { isObject } from '../kubernetes/manifest';
import type { ContainerSubject } from './subject/container-subject';
import { derivedValue } from './derived-value';
import { makeDistinct } from './distinct-values';
import { engineRules } from './engine-rule';
import type { Found } from './found';
import type { ManifestSet } from './subject/manifest-set';
import { ObjectSubject } from './subject/object-subject';
import type { PodSubject } from './subject/pod-subject';
import { ContainerRule, ObjectRule, PodRule, SetRule, type Rule } from './rule';
import type { Subject } from './subject/subject';
import type { Violation } from './violation';

/** Violations by object, in the order of the rules. */
export type FoundByObject = Map<ObjectSubject, Found[]>;

/**
 * Runs all rules on the manifests. If a rule fails, that is a finding itself, once for each object.
 * @param only objects of the manifests to check; the default is all
 */
export function runRules(
  rules: ReadonlyArray<Rule>,
  manifests: ManifestSet,
  only: ReadonlyArray<ObjectSubject> = manifests.objects,
): FoundByObject {
  const part = only === manifests.objects ? undefined : new Set(only);
  const objectRules = rules.filter((rule) => rule instanceof ObjectRule);
  const podRules = rules.filter((rule) => rule instanceof PodRule);
  const containerRules = rules.filter((rule) => rule instanceof ContainerRule);
  const found: FoundByObject = new Map();

  for (const object of only) {
    for (const rule of objectRules) checkObject(rule, object);
    for (const pod of object.pods) {
      for (const rule of podRules) checkPod(rule, pod);
      for (const container of pod.containers) for (const rule of containerRules) checkContainer(rule, container);
    }
  }
  for (const rule of rules) if (rule instanceof SetRule) checkSet(rule);
  for (const ofObject of found.values()) makeDistinct(ofObject);
  return found;

  function checkObject(rule: ObjectRule, object: ObjectSubject): void {
    for (const violation of violations(rule, object, object))
      add(foundOf(rule, violation, { object, subject: object, pointerOf: (path) => path }));
  }

  function checkPod(rule: PodRule, pod: PodSubject): void {
    const { object } = pod;
    for (const violation of violations(rule, pod, object))
      add(foundOf(rule, violation, { object, pod, subject: pod, pointerOf: (path) => pod.pointerOf(path) }));
  }

  function checkContainer(rule: ContainerRule, container: ContainerSubject): void {
    const { pod, name } = container;
    const { object } = pod;
    const pointerOf = (path: string): string => pod.pointerOf(container.path + path);
    for (const violation of violations(rule, container, object))
      add(foundOf(rule, violation, { object, pod, container: name, subject: container, pointerOf }));
  }

  function checkSet(rule: SetRule): void {
    for (const violation of violations(rule, manifests, manifests._whole)) {
      const { object } = violation;
      if (part?.has(object) === false) continue;
      if (object instanceof ObjectSubject && object.manifests === manifests)
        add(foundOf(rule, violation, { object, subject: object, pointerOf: (path) => path }));
      else fail(rule, manifests._whole, 'a violation contains no object of the manifests');
    }
  }

  /** Returns the violations of a rule. If the rule fails, adds a finding instead. */
  function violations<S, V extends Violation>(
    rule: Rule & { check(subject: S): V[] },
    subject: S,
    object: ObjectSubject,
  ): ReadonlyArray<V> {
    try {
      const result: unknown = rule.check(subject);
      const fault = faultOf(result);
      if (fault === undefined) return result as V[];
      fail(rule, object, fault);
    } catch (error) {
      fail(rule, object, messageOf(error));
    }
    return [];
  }

  function fail(rule: Rule, object: ObjectSubject, why: string): void {
    const { ruleFailed } = engineRules();
    const message = `rule ${rule.id} failed: ${why}`;
    const before = found.get(object);
    if (before?.some((f) => f.rule === ruleFailed && f.violation.message === message)) return;
    add({ rule: ruleFailed, object, path: '', value: rule.id, violation: { path: '', message } });
  }

  function add(each: Found): void {
    const list = found.get(each.object);
    if (list) list.push(each);
    else found.set(each.object, [each]);
  }
}

/** Place that a rule checked. */
interface Place extends Pick<Found, 'object' | 'pod' | 'container'> {
  /** JSON that the pointers of a violation are below. */
  readonly subject: Subject;
  /** Returns the pointer within the object for a pointer below the subject. */
  readonly pointerOf: (path: string) => string;
}

/** Puts a violation in its place. */
function foundOf(rule: Rule, violation: Violation, { object, pod, container, subject, pointerOf }: Place): Found {
  const { path, set } = violation;
  const pointer = pointerOf(path);
  return {
    rule,
    object,
    pod: pod ?? object._podAt(pointer),
    container: violation.container ?? container,
    path: pointer,
    value: findingValue(violation.value ?? derivedValue(subject, path) ?? ''),
    set: set && { path: pointerOf(set.path ?? path), value: set.value },
    violation,
  };
}

/** Returns what is wrong with the result of a rule; undefined if it is a list of violations. */
function faultOf(result: unknown): string | undefined {
  if (!Array.isArray(result) || !result.every(isViolation))
    return 'it did not return a list of violations, each with a path and a message';
  if (!result.every(({ value }) => value === undefined || typeof value === 'string'))
    return 'value of a violation must be a text';
  return result.every(({ set }) => set === undefined || isValueToSet(set))
    ? undefined
    : `set of a violation must have a value that is JSON, of at most ${MOST_VALUES} values, and may have a path`;
}

function isViolation(value: unknown): value is Violation {
  return isObject(value) && isPointer(value['path']) && typeof value['message'] === 'string';
}

/** True for a JSON pointer, which is empty or starts with a slash (RFC 6901). */
function isPointer(value: unknown): boolean {
  return value === '' || (typeof value === 'string' && value.startsWith('/'));
}

/** Maximum number of values in the value to set, so that the walk of a value that contains itself ends. */
const MOST_VALUES = 1_000;

function isValueToSet(set: unknown): boolean {
  if (!isObject(set) || (set['path'] !== undefined && !isPointer(set['path']))) return false;
  const left: unknown[] = [set['value']];
  for (let count = 1; left.length > 0; count += 1) {
    const value = left.pop();
    const isScalar = value === null || ['boolean', 'string'].includes(typeof value) || Number.isFinite(value);
    if (count > MOST_VALUES || !(isScalar || isPlain(value))) return false;
    if (!isScalar) left.push(...(Object.values(value as object) as unknown[]));
  }
  return true;
}

/** Returns true for a list, and for an object without a class of its own. */
function isPlain(value: unknown): boolean {
  if (!isObject(value)) return Array.isArray(value);
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === null || Object.getPrototypeOf(prototype) === null;
}

function messageOf(error: unknown): string {
  return error instanceof Error && typeof error.message === 'string'
    ? error.message
    : 'it threw a value that is not an Error';
}
