import { Report } from '../../src/report/report';
import { LONGEST_TEXT } from '../../src/policy/finding';
import { MOST_FINDINGS_OF_OBJECT, MOST_FINDINGS_OF_REPORT } from '../../src/policy/finding-limit';
import { Pack } from '../../src/policy/pack';
import { PolicyEngine } from '../../src/policy/engine';
import { ObjectRule } from '../../src/policy/rule';
import type { ObjectSubject } from '../../src/policy/subject/object-subject';
import type { Violation } from '../../src/policy/violation';
import { ManifestDocument } from '../../src/policy/subject/manifest-document';
import { Severity } from '../../src/diagnostics/severity';

/** Finds as many violations as the object specifies, one in ten of them critical. */
class Counted extends ObjectRule {
  constructor() {
    super({
      id: 'counted',
      title: 'Counts are small',
      severity: Severity.LOW,
      rationale: 'A large count is a large report.',
      fix: 'lower the count',
    });
  }

  public check(object: ObjectSubject): Violation[] {
    const { count = 0, message = '' } = object.objectAt('spec') as { count?: number; message?: string };
    return Array.from({ length: count }, (_, i) => ({
      path: `/spec/${i}`,
      message: `violation ${i}${message}`,
      value: String(i),
      ...(i % 10 === 9 && { severity: Severity.CRITICAL }),
    }));
  }
}

const engine = new PolicyEngine({
  packs: [new Pack({ name: 'counted', title: 'Counts', rules: [new Counted()] })],
});

const document = (spec: object, metadata: object = {}): ManifestDocument =>
  new ManifestDocument({
    value: {
      apiVersion: 'example.com/v1',
      kind: 'Thing',
      metadata: { name: 'x', ...metadata },
      spec,
    },
  });

test('lists the worst findings of an object with many findings, and one that counts the others', () => {
  const report = engine.check([document({ count: 15_000 })]);
  expect(report.findings).toHaveLength(MOST_FINDINGS_OF_OBJECT + 1);
  const notice = report.findings.at(-1);
  expect(notice).toMatchObject({
    rule: 'unlisted-findings',
    severity: 'critical',
    message: '14000 more findings of this object are not listed: 500 critical, 13500 low',
  });
  expect(report.findings.slice(0, -1).every(({ severity }) => severity === Severity.CRITICAL)).toBe(true);
});

test('adds no finding to an object with the maximum number of findings', () => {
  expect(engine.check([document({ count: MOST_FINDINGS_OF_OBJECT })]).findings).toHaveLength(MOST_FINDINGS_OF_OBJECT);
});

test('counts all findings, and includes them in the exit code', () => {
  const report = engine.check([document({ count: 15_000 })]);
  expect([report.count(Severity.CRITICAL), report.count(Severity.HIGH), report.count(Severity.LOW)]).toEqual([
    1_500, 0, 13_500,
  ]);
  expect(report.failsAt(Severity.CRITICAL)).toBe(true);
  const low = engine.check([document({ count: 9 })]);
  expect(low.failsAt(Severity.MEDIUM)).toBe(false);
  expect(low.failsAt(Severity.LOW)).toBe(true);
});

test('counts acknowledged findings that are not listed as acknowledged', () => {
  const item = (i: number): string => `- {rule: counted, reason: a count that nobody can lower, value: "${i}"}\n`;
  const acknowledge = Array.from({ length: 1_500 }, (_, i) => item(i)).join('');
  const annotations = { 'secure-edge.dev/acknowledge': acknowledge };
  const report = engine.check([document({ count: 1_500 }, { annotations })]);
  expect(report.acknowledged).toBe(1_500);
  expect(report.failsAt(Severity.LOW)).toBe(false);
});

test('lists a limited number of findings in a report, and counts all of them in its summary', () => {
  const objects = MOST_FINDINGS_OF_REPORT / MOST_FINDINGS_OF_OBJECT + 3;
  const report = engine.check(Array.from({ length: objects }, () => document({ count: 2_000 })));
  const json = JSON.parse(new Report({ report }).toJson()) as {
    findings: { rule: string }[];
    summary: { findings: Record<string, number> };
  };
  expect(json.findings).toHaveLength(MOST_FINDINGS_OF_REPORT + 1);
  expect(json.summary.findings).toEqual({ critical: objects * 200, high: 0, medium: 0, low: objects * 1_800 });
});

test('shortens texts of a manifest in findings', () => {
  const long = 'x'.repeat(50_000);
  const [finding] = engine.check([document({ count: 1, message: long }, { name: long })]).findings;
  expect(finding?.message).toHaveLength(LONGEST_TEXT + '… (50011 characters)'.length);
  expect(finding?.resource.name).toBe(`${'x'.repeat(LONGEST_TEXT)}… (50000 characters)`);
});
