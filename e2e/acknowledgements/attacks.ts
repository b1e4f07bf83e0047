/**
 * Makes the objects of `dist/` and `examples/` weaker, beside what they acknowledge, and shows with the command itself that each
 * weakness stays open.
 */
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { check } from '../../scripts/lib/check';
import { ROOT } from '../../scripts/lib/repository';
import { ACKNOWLEDGE_ANNOTATION } from '../../src/kubernetes/acknowledgement';
import type { JsonObject } from '../../src/kubernetes/manifest';
import { readYamlDocuments } from '../../src/kubernetes/yaml/yaml-stream';
import { bundlePrograms } from '../../test/bundle';
import { SECURE_EDGE } from '../../test/programs';
import { ATTACKS, type Attack } from './attack';

const FILES = [
  'dist/bob-and-alice.k8s.yaml',
  'dist/demo.k8s.yaml',
  'examples/existing-app/dist/shop.k8s.yaml',
  'examples/greenhouse/dist/greenhouse.k8s.yaml',
];

/** Finding, as in the JSON report. */
interface Finding {
  readonly rule: string;
  readonly severity: string;
  readonly value: string | null;
  readonly acknowledged: object | null;
  readonly source: { readonly document: number };
}

/** Result of the command. */
interface Checked {
  readonly code: number | null;
  readonly findings: ReadonlyArray<Finding>;
}

/** Checks manifests with the command, as a child process. */
function checked(manifests: ReadonlyArray<unknown>): Checked {
  // each object becomes a document: the index of a finding's document is that of its object
  const input = manifests.map((each) => JSON.stringify(each)).join('\n---\n');
  const { status, stdout } = spawnSync(process.execPath, [SECURE_EDGE, 'check', '-', '--format', 'json'], {
    input: `---\n${input}\n`,
    encoding: 'utf8',
    maxBuffer: 1 << 28,
  });
  return { code: status, findings: (JSON.parse(stdout) as { findings: Finding[] }).findings };
}

/** Returns what is wrong with the answer to an attack; undefined if the weakness is found, and nothing accepts it. */
function problemOf({ rule, value }: Attack, index: number, { code, findings }: Checked): string | undefined {
  const found = findings.filter(
    (each) => each.rule === rule && each.source.document === index && (each.value ?? '').includes(value),
  );
  if (found.length === 0) return `${rule} does not find ${value}`;
  const open = found.filter(({ acknowledged }) => acknowledged === null);
  if (open.length === 0) return `${value} is accepted`;
  const fails = open.some(({ severity }) => severity === 'critical' || severity === 'high');
  return fails && code !== 1 ? `exit code ${code}` : undefined;
}

function attack(file: string): number {
  const manifests = readYamlDocuments(readFileSync(join(ROOT, file), 'utf8')).filter((each) => each !== null);
  let tried = 0;
  let failures = 0;
  for (const each of ATTACKS) {
    for (const [i, manifest] of manifests.entries()) {
      if (!JSON.stringify(manifest).includes(ACKNOWLEDGE_ANNOTATION)) continue;
      const weaker = structuredClone(manifest) as JsonObject;
      if (!each.weaken(weaker)) continue;
      tried += 1;
      // an object that is known before the attack is the same one after it
      const problem = problemOf(each, i, checked([...manifests.slice(0, i), weaker, ...manifests.slice(i + 1)]));
      if (problem === undefined) continue;
      failures += 1;
      console.log(`${file}, document ${i}, ${each.what}: ${problem}`);
    }
  }
  console.log(`${file}: ${tried} attacks, ${failures} accepted or not found`);
  return failures;
}

void bundlePrograms().then(() => check(() => FILES.reduce((sum, file) => sum + attack(file), 0)));
