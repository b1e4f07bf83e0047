import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as fc from 'fast-check';
import { randomPod } from '../../e2e/api/random-pod';
import { PolicyEngine } from '../../src/policy/engine';
import { BuiltInRules } from '../../src/policy/built-in-rules';
import type { Finding } from '../../src/policy/finding';
import { Pack } from '../../src/policy/pack';
import { ObjectRule } from '../../src/policy/rule';
import { ManifestDocument } from '../../src/policy/subject/manifest-document';
import { Severity } from '../../src/diagnostics/severity';
import type { Violation } from '../../src/policy/violation';
import { runs } from '../exhaustive';
import { documents, findingsOf } from './judging';

const PACKS = [new Pack({ name: 'all', title: 'all', rules: BuiltInRules.all() })];
const ROOT = join(__dirname, '../..');

const engines = new Map<string, PolicyEngine>();

function check(manifests: ManifestDocument[], kubernetes: string): Finding[] {
  const engine = engines.get(kubernetes) ?? new PolicyEngine({ packs: PACKS, kubernetes, acknowledgements: false });
  engines.set(kubernetes, engine);
  return engine.check(manifests).findings;
}

/** Findings whose rule gave the value of another finding to them, too. */
const repeated = (findings: ReadonlyArray<Finding>): string[] =>
  findings
    .filter(({ value }) => value !== undefined && /(^| )(at \/\S* )?\(\d+\)$/.test(value))
    .map(({ rule, container, value }) => `${rule} ${container ?? ''}: ${value}`);

function yamlFiles(folder: string): string[] {
  return readdirSync(join(ROOT, folder), { recursive: true, encoding: 'utf8' })
    .filter((name) => /\.ya?ml$/.test(name) && !name.includes('node_modules'))
    .map((name) => join(folder, name));
}

describe('no two findings of a rule in one container or pod have the same value', () => {
  test.each(BuiltInRules.all().map((rule) => [rule.id, rule] as const))('in the bad examples of %s', (id, rule) => {
    // its example is a pod with two containers that have the same name, so every finding is there twice
    const examples = id === 'valid-containers' ? [] : rule.examples.bad;
    for (const example of examples)
      for (const kubernetes of ['1.13', 'latest']) expect(repeated(check(documents(example), kubernetes))).toEqual([]);
  });

  test.each(['dist', 'examples', 'test'].flatMap(yamlFiles))('in %s', (file) => {
    let manifests: ManifestDocument[];
    try {
      manifests = documents(readFileSync(join(ROOT, file), 'utf8'));
    } catch {
      // not YAML, for another test
      return;
    }
    expect(repeated(check(manifests, '1.27'))).toEqual([]);
  });

  test.each([13, 18, 27, 37])('in random pods of Kubernetes 1.%s', (minor) => {
    fc.assert(
      fc.property(randomPod(minor), (pod) => {
        const value = { apiVersion: 'v1', kind: 'Pod', ...pod };
        const findings = check([new ManifestDocument({ value })], `1.${minor}`);
        const keys = findings.map(({ rule, container, value: about }) => JSON.stringify([rule, container, about]));
        expect(keys.filter((key, i) => keys.indexOf(key) !== i)).toEqual([]);
      }),
      { seed: 1, numRuns: runs(12, 40) },
    );
  });
});

describe('findings to which a rule gives the same value', () => {
  class Finds extends ObjectRule {
    constructor(private readonly violations: Violation[]) {
      super({ id: 'finds', title: 'x', severity: Severity.LOW, rationale: 'x', fix: 'x' });
    }

    public check(): Violation[] {
      return this.violations;
    }
  }

  const valuesOf = (...violations: Violation[]): unknown[] =>
    findingsOf([new Finds(violations)], 'apiVersion: v1\nkind: Service\nmetadata: {name: a}').map(({ value }) => value);

  test('get their path and number, except the first', () => {
    expect(
      valuesOf(
        { path: '/spec/a', message: 'x', value: 'same' },
        { path: '/spec/b', message: 'x', value: 'same' },
        { path: '/spec/c', message: 'x', value: 'same' },
        { path: '/spec/d', message: 'x', value: 'other' },
      ),
    ).toEqual(['same', 'same at /spec/b (2)', 'same at /spec/c (3)', 'other']);
  });

  test('get their number if they are at the same place', () => {
    expect(
      valuesOf({ path: '/spec', message: 'x', value: 'same' }, { path: '/spec', message: 'y', value: 'same' }),
    ).toEqual(['same', 'same (2)']);
  });

  test('get a value if the rule gives none', () => {
    expect(valuesOf({ path: '/spec/a', message: 'x' }, { path: '/spec/b', message: 'x' })).toEqual([
      undefined,
      'at /spec/b (2)',
    ]);
  });

  test('keep it in different containers', () => {
    const violation = { path: '/spec/a', message: 'x', value: 'same' };
    expect(valuesOf({ ...violation, container: 'a' }, { ...violation, container: 'b' })).toEqual(['same', 'same']);
  });
});
