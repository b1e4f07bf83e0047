import { join } from 'node:path';
import { Progress } from '../../src/cli/progress';
import { readManifests } from '../../src/cli/manifest-input';
import { PolicyEngine } from '../../src/policy/engine';
import { Severity } from '../../src/diagnostics/severity';

const ROOT = join(__dirname, '../..');

test.each(['dist', 'examples/greenhouse/dist', 'examples/existing-app/dist'])(
  'the manifests of this repository in %s pass its own check',
  (folder) => {
    const { documents, unreadable } = readManifests([join(ROOT, folder)], new Progress(() => process.stderr));
    const report = new PolicyEngine().check(documents);
    expect([documents.length > 0, unreadable]).toEqual([true, []]);
    expect(report.acknowledged).toBeGreaterThan(0);
    const open = report.findings.filter(({ acknowledged, severity }) => !acknowledged && severity !== Severity.LOW);
    expect(open.filter((f) => f.severity !== Severity.MEDIUM).map((f) => `${f.rule} ${f.resource.name}`)).toEqual([]);
    expect(open.map(({ rule }) => rule)).not.toContain('unused-acknowledgement');
  },
);
