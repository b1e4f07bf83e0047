import { isObject, pointerStep } from '../../../src/kubernetes/manifest';
import { BuiltInRules } from '../../../src/policy/built-in-rules';
import { ManifestDocument } from '../../../src/policy/subject/manifest-document';
import type { Rule } from '../../../src/policy/rule';
import { PolicyEngine } from '../../../src/policy/engine';
import type { Finding } from '../../../src/policy/finding';
import { Pack } from '../../../src/policy/pack';
import { exhaustive } from '../../exhaustive';
import { documents } from '../judging';

const manifestsOf = (yaml: string): unknown[] => documents(yaml).map(({ value }) => value);

/** Returns a check by one rule. */
function checkBy(rule: Rule): (manifests: unknown[]) => Finding[] {
  const packs = [new Pack({ name: 'tried', title: 'tried', rules: [rule] })];
  const engine = new PolicyEngine({ packs, kubernetes: 'latest' });
  return (manifests) => engine.check(manifests.map((value) => new ManifestDocument({ value }))).findings;
}

describe.each(BuiltInRules.all().map((rule) => [rule.id, rule] as const))('%s', (_id, rule) => {
  const check = checkBy(rule);

  test('reports places that exist or could exist, with readable messages', () => {
    for (const yaml of rule.examples.bad) {
      const manifests = manifestsOf(yaml);
      for (const { path, message, fix } of check(manifests)) {
        expect([path, path === '' || manifests.some((m) => leads(m, path))]).toEqual([path, true]);
        expect(`${message}\n${fix}`).not.toMatch(/undefined|NaN|\[object/);
      }
    }
  });

  test('does not fail on unexpected values in its examples', () => {
    for (const yaml of [...rule.examples.good, ...rule.examples.bad]) {
      const manifests = manifestsOf(yaml);
      manifests.forEach((manifest, i) => {
        for (const broken of brokenForms(manifest)) {
          if (!exhaustive && tried++ % 4 !== 0) continue;
          const set = manifests.map((each, j) => (i === j ? broken : each));
          const failed = check(set).filter((finding) => finding.rule === 'rule-failed');
          expect(failed.map(({ message }) => `${message}: ${JSON.stringify(broken)}`)).toEqual([]);
        }
      });
    }
  });
});

/** True if a pointer leads to a value. Steps after the last existing value are keys that could exist. */
function leads(value: unknown, pointer: string): boolean {
  let at = value;
  for (const step of pointer.split('/').slice(1)) {
    const key = step.replace(/~1/g, '/').replace(/~0/g, '~');
    if (Array.isArray(at)) {
      if (at[Number(key)] === undefined) return false;
      at = at[Number(key)] as unknown;
    } else if (isObject(at)) at = at[key];
    else if (at !== undefined) return false;
  }
  return true;
}

const OTHERS: unknown[] = [null, -1, 'text', [null, 7, 'text', {}, [[]]], { constructor: 5, toString: 5 }];
let next = 0;
/** Number of broken forms so far. By default, every fourth is checked: each other value, at every second place. */
let tried = 0;

/** Returns the manifest with each of its values in turn replaced by the next two others. Examples have most values often. */
function* brokenForms(value: unknown): Generator {
  yield OTHERS[next++ % OTHERS.length];
  yield OTHERS[next++ % OTHERS.length];
  if (Array.isArray(value)) {
    for (const [i, item] of value.entries())
      for (const broken of brokenForms(item)) yield value.map((each: unknown, j) => (i === j ? broken : each));
  } else if (isObject(value)) {
    for (const key of Object.keys(value))
      for (const broken of brokenForms(value[key])) yield { ...value, [key]: broken };
  }
}

test('distinguishes a pointer to nothing from one that leads to a value', () => {
  const manifest = { spec: { containers: [{ name: 'a/b' }] } };
  expect(leads(manifest, `/spec${pointerStep('containers')}/0/securityContext/privileged`)).toBe(true);
  expect(leads(manifest, '/spec/containers/1/name')).toBe(false);
  expect(leads(manifest, '/spec/containers/0/name/x')).toBe(false);
});
