import { isObject } from '../kubernetes/manifest';
import type { ContainerSubject } from './subject/container-subject';
import { engineRules } from './engine-rule';
import type { Found } from './found';
import type { ManifestSet } from './subject/manifest-set';
import { ObjectSubject } from './subject/object-subject';
import type { PodSubject } from './subject/pod-subject';
import { ContainerRule, ObjectRule, PodRule, SetRule, type Rule } from './rule';
import type { SetViolation, Violation } from './violation';

/** What was found in each object in which something was, each list by rule. */
export type FoundByObject = Map<ObjectSubject, Found[]>;

/** Runs every rule over what it looks at. A rule that fails is found itself, once for each object. */
export function runRules(rules: ReadonlyArray<Rule>, manifests: ManifestSet): FoundByObject {
  const objectRules = rules.filter((rule) => rule instanceof ObjectRule);
  const podRules = rules.filter((rule) => rule instanceof PodRule);
  const containerRules = rules.filter((rule) => rule instanceof ContainerRule);
  const found: FoundByObject = new Map();

  for (const object of manifests.objects) {
    for (const rule of objectRules) checkObject(rule, object);
    for (const pod of object.pods) {
      for (const rule of podRules) checkPod(rule, pod);
      for (const container of pod.containers) for (const rule of containerRules) checkContainer(rule, container);
    }
  }
  for (const rule of rules) if (rule instanceof SetRule) checkSet(rule);
  return found;

  function checkObject(rule: ObjectRule, object: ObjectSubject): void {
    for (const violation of violations(rule, object, object))
      add({ rule, object, path: violation.path, container: violation.container, violation });
  }

  function checkPod(rule: PodRule, pod: PodSubject): void {
    for (const violation of violations(rule, pod, pod.object)) {
      const path = pod.pointerOf(violation.path);
      add({ rule, object: pod.object, pod, path, container: violation.container, violation });
    }
  }

  function checkContainer(rule: ContainerRule, container: ContainerSubject): void {
    const { pod } = container;
    for (const violation of violations(rule, container, pod.object)) {
      const path = pod.pointerOf(container.path + violation.path);
      add({ rule, object: pod.object, pod, path, container: violation.container ?? container.name, violation });
    }
  }

  function checkSet(rule: SetRule): void {
    for (const violation of violations(rule, manifests, manifests._whole)) {
      const { object } = violation;
      if (object instanceof ObjectSubject && object.manifests === manifests)
        add({ rule, object, path: violation.path, container: violation.container, violation });
      else fail(rule, manifests._whole, 'a violation names no object of the manifests');
    }
  }

  /** What a rule finds; nothing when it fails, which is found instead. */
  function violations<S, V extends Violation>(
    rule: Rule & { check(subject: S): V[] },
    subject: S,
    object: ObjectSubject,
  ): ReadonlyArray<V> {
    try {
      const result: unknown = rule.check(subject);
      if (isViolations(result)) return result as V[];
      fail(rule, object, 'it gave no list of violations, each with a path and a message');
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
    add({ rule: ruleFailed, object, path: '', violation: { path: '', message } });
  }

  function add(each: Found): void {
    const list = found.get(each.object);
    if (list) list.push(each);
    else found.set(each.object, [each]);
  }
}

function isViolations(value: unknown): value is (Violation | SetViolation)[] {
  return Array.isArray(value) && (value.length === 0 || value.every(isViolation));
}

/** A pointer is empty, or starts with a slash (RFC 6901). */
function isViolation(value: unknown): value is Violation {
  return (
    isObject(value) &&
    typeof value['path'] === 'string' &&
    (value['path'] === '' || value['path'].startsWith('/')) &&
    typeof value['message'] === 'string'
  );
}

function messageOf(error: unknown): string {
  return error instanceof Error && typeof error.message === 'string' ? error.message : 'it threw no Error';
}
