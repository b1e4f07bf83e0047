import { accept, type Acceptance, type Uses } from './accept';
import { engineRules } from './engine-rule';
import type { Found } from './found';
import type { Rule } from './rule';
import { runRules, type FoundByObject } from './run-rules';
import type { ManifestSet } from './subject/manifest-set';
import type { ObjectSubject } from './subject/object-subject';

/** Object as an edge engine renders it, with what is found only there. */
export interface CheckedRendering {
  readonly subject: ObjectSubject;
  /** Object with the template. */
  readonly base: ObjectSubject;
  /** Findings that the template itself does not have. */
  readonly found: ReadonlyArray<Found>;
}

/** Renderings of all objects, and the acknowledgements that they need. */
export interface CheckedRenderings {
  readonly byBase: ReadonlyMap<ObjectSubject, ReadonlyArray<CheckedRendering>>;
  /** Returns true if a rendering needs an acknowledgement that a finding of the rule `unused-acknowledgement` reports. */
  readonly needs: (unused: Found) => boolean;
}

/**
 * Checks the objects as edge engines render them, together with the other manifests. What is found in the template, too, is left
 * out, so that it is reported once. Acknowledgements in the manifests cover it first.
 * @param usesOf returns what the acknowledgements of an object accept in the object itself
 */
export function checkRenderings(
  rules: ReadonlyArray<Rule>,
  sets: ReadonlyArray<ManifestSet>,
  found: FoundByObject,
  acceptance: Acceptance,
  usesOf: (annotated: ObjectSubject) => Uses,
): CheckedRenderings {
  const byBase = new Map<ObjectSubject, CheckedRendering[]>();
  const needed = new Map<ObjectSubject, Map<string, number>>();
  const counts = new Map<ObjectSubject, number>();
  for (const { manifests, rendered } of sets.flatMap(({ _renderings }) => _renderings.rounds)) {
    const only = rendered.map(({ subject }) => subject);
    const ofRound = runRules(rules, manifests, only);
    for (const { subject, base, holder } of rendered) {
      const { common, own } = compared(ofRound.get(subject) ?? [], found.get(base) ?? []);
      const wrong = accept(subject, [...common, ...own], acceptance, (pointer) =>
        usesOf(pointer === '' ? holder : base),
      );
      for (const each of wrong.filter(isUnused)) {
        const annotated = isOfTemplate(each) ? base : holder;
        const unused = needed.get(annotated) ?? new Map<string, number>();
        needed.set(annotated, unused.set(nameOf(each), (unused.get(nameOf(each)) ?? 0) + 1));
      }
      for (const annotated of new Set([base, holder])) counts.set(annotated, (counts.get(annotated) ?? 0) + 1);
      const others = byBase.get(base) ?? [];
      byBase.set(base, [...others, { subject, base, found: own }]);
    }
  }
  return {
    byBase,
    needs: (unused) => {
      const count = counts.get(unused.object) ?? 0;
      return isUnused(unused) && count > 0 && (needed.get(unused.object)?.get(nameOf(unused)) ?? 0) < count;
    },
  };
}

function isUnused({ rule }: Found): boolean {
  return rule === engineRules().unusedAcknowledgement;
}

/** Returns true if the annotation is that of a pod template, which a rendering always has from the template. */
function isOfTemplate({ path }: Found): boolean {
  return !path.startsWith('/metadata/');
}

/** Returns the acknowledgement that a finding reports, without the reason. */
function nameOf({ path, violation }: Found): string {
  return `${path} ${violation.message.split(' matches ')[0] ?? ''}`;
}

/** Separates the findings that the template has, too. Each finding of the template stands for one. */
function compared(found: ReadonlyArray<Found>, ofBase: ReadonlyArray<Found>): { common: Found[]; own: Found[] } {
  const left = new Map<string, number>();
  for (const each of ofBase) left.set(keyOf(each), (left.get(keyOf(each)) ?? 0) + 1);
  const common: Found[] = [];
  const own: Found[] = [];
  for (const each of found) {
    const count = left.get(keyOf(each)) ?? 0;
    if (count > 0) left.set(keyOf(each), count - 1);
    (count > 0 ? common : own).push(each);
  }
  return { common, own };
}

/**
 * Returns a text that is equal for equal findings of a template and of a rendering. The path is not a part of it if the finding
 * has a value, because a patch can change the index of a container or a variable.
 */
function keyOf({ rule, path, container, value, violation }: Found): string {
  const { message, baseline, restricted } = violation;
  return JSON.stringify([rule.id, container, value ?? path, message, baseline?.message, restricted?.message]);
}
