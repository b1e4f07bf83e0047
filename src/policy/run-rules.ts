import { findingValue } from '../kubernetes/finding-value';
import type { ContainerSubject } from './subject/container-subject';
import { derivedValue } from './derived-value';
import { makeDistinct } from './distinct-values';
import { engineRules } from './engine-rule';
import { faultOf } from './rule-result';
import type { Found } from './found';
import type { ManifestSet } from './subject/manifest-set';
import { ObjectSubject } from './subject/object-subject';
import type { PodSubject } from './subject/pod-subject';
import { ContainerRule, ObjectRule, PodRule, SetRule, type Rule } from './rule';
import { PodGroups } from './pod-groups';
import { SelectedSubjects } from './selected-subjects';
import { SharedResults } from './shared-results';
import { OutsideReads } from './subject/outside-reads';
import type { Subject } from './subject/subject';
import type { SetViolation, Violation } from './violation';

const NOTHING: ReadonlyArray<Found> = [];

/** Violations by object, in the order of the rules. */
export type FoundByObject = Map<ObjectSubject, Found[]>;

/**
 * Runs all rules on the manifests. If a rule fails, that is a finding itself, once for each object.
 *
 * Each rule runs on all its subjects before the next one does, so that one attempt covers all of them.
 *
 * @param only objects of the manifests to check; the default is all
 */
export function runRules(
  rules: ReadonlyArray<Rule>,
  manifests: ManifestSet,
  only: ReadonlyArray<ObjectSubject> = manifests.objects,
): FoundByObject {
  const part = only === manifests.objects ? undefined : new Set(only);
  const { _whole: whole } = manifests;
  const allPods = only.flatMap((object) => object.pods);
  const allContainers = allPods.flatMap((pod) => pod.containers);
  const objects = SelectedSubjects.ofObjects(only);
  const pods = SelectedSubjects.ofPods(allPods);
  const containers = SelectedSubjects.ofContainers(allContainers);
  const groups = new PodGroups(allPods);
  const found: FoundByObject = new Map();

  for (const rule of rules) {
    if (rule instanceof ObjectRule) checkAll(rule, objects.for(rule._looksAt), placeOfObject);
    else if (rule instanceof PodRule) checkAll(rule, pods.for(rule._looksAt), placeOfPod);
    else if (rule instanceof ContainerRule) checkAll(rule, containers.for(rule._looksAt), placeOfContainer);
    else if (rule instanceof SetRule) checkSet(rule);
  }
  for (const ofObject of found.values()) makeDistinct(ofObject);
  return found;

  function checkAll<S extends Subject>(
    rule: Rule & { check(subject: S): Violation[] },
    subjects: ReadonlyArray<S>,
    placeOf: (subject: S) => Place,
  ): void {
    let next = 0;
    const shared = rule._isPure && !groups.isEmpty ? new SharedResults(groups) : undefined;
    const checkRest = (): void => {
      while (next < subjects.length) {
        const subject = subjects[next++] as S;
        (shared?.get(subject) ?? checkOne(subject)).forEach(add);
      }
    };
    const checkOne = (subject: S): ReadonlyArray<Found> => {
      const { count } = OutsideReads;
      const result: unknown = rule.check(subject);
      const isInside = OutsideReads.count === count;
      const found = Array.isArray(result) && result.length === 0 ? NOTHING : foundIn(subject, result);
      if (isInside && found !== undefined) shared?.add(subject, found);
      return found ?? NOTHING;
    };
    const foundIn = (subject: S, result: unknown): ReadonlyArray<Found> | undefined => {
      const place = placeOf(subject);
      const fault = faultOf(result);
      if (fault === undefined) return (result as Violation[]).map((violation) => foundOf(rule, violation, place));
      fail(rule, place.object, fault);
      return undefined;
    };
    // one attempt for all subjects, and another one after each failure
    while (next < subjects.length) {
      try {
        checkRest();
      } catch (error) {
        fail(rule, placeOf(subjects[next - 1] as S).object, messageOf(error));
      }
    }
  }

  function checkSet(rule: SetRule): void {
    try {
      const result: unknown = rule.check(manifests);
      const fault = faultOf(result);
      if (fault !== undefined) fail(rule, whole, fault);
      else for (const violation of result as SetViolation[]) addSetViolation(rule, violation);
    } catch (error) {
      fail(rule, whole, messageOf(error));
    }
  }

  function addSetViolation(rule: SetRule, violation: SetViolation): void {
    const { object } = violation;
    if (part?.has(object) === false) return;
    if (object instanceof ObjectSubject && object.manifests === manifests)
      add(foundOf(rule, violation, placeOfObject(object)));
    else fail(rule, whole, 'a violation contains no object of the manifests');
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

function placeOfObject(object: ObjectSubject): Place {
  return { object, subject: object, pointerOf: (path) => path };
}

function placeOfPod(pod: PodSubject): Place {
  return { object: pod._object, pod, subject: pod, pointerOf: (path) => pod.pointerOf(path) };
}

function placeOfContainer(container: ContainerSubject): Place {
  const { pod, name, path: base } = container;
  return {
    object: pod._object,
    pod,
    container: name,
    subject: container,
    pointerOf: (path) => pod.pointerOf(base + path),
  };
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
    shortValue: violation.shortValue,
    set: set && { path: pointerOf(set.path ?? path), value: set.value },
    violation,
  };
}

function messageOf(error: unknown): string {
  return error instanceof Error && typeof error.message === 'string'
    ? error.message
    : 'it threw a value that is not an Error';
}
