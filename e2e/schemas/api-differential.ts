/**
 * Compares the verdicts of the library's schemas with those of a real API server on random mutations of valid objects.
 *
 * Usage: api-differential.ts [--objects NUMBER] [--seed NUMBER] [--kubernetes VERSION]
 *
 * An object that the library rejects must be rejected by the server, and one that the server cannot decode by the library. The
 * server checks more than structure, so that it may reject other objects, too.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { parseAllDocuments } from 'yaml';
import { builtInKind } from '../../src/kubernetes/schema/built-in-kinds';
import { builtInSchema } from '../../src/kubernetes/schema/built-in-schema';
import { schemaFaults } from '../../src/kubernetes/schema/validate';
import { ApiStage } from '../api/api-stage';
import type { ApiObject } from '../cluster/api-client';
import { requirePrograms } from '../cluster/prerequisites';
import { prove } from '../cluster/prove';
import { Report } from '../cluster/report';
import { Dice, mutated, withoutEachField } from './mutation';

/** Errors of the server's decoder, and of its strict check of fields. */
const STRUCTURAL =
  /strict decoding error|cannot unmarshal|cannot restore|unrecognized type|json: |illegal base64|quantities must match|parsing time/;

async function compare(stage: ApiStage, report: Report, count: number, seed: number): Promise<void> {
  const dice = new Dice(seed);
  const samples = parseAllDocuments(readFileSync(join(__dirname, 'samples.yaml'), 'utf8')).map(
    (each) => each.toJS() as ApiObject,
  );
  // nothing else creates it, because no controller runs
  await stage.client.create({
    apiVersion: 'v1',
    kind: 'ServiceAccount',
    metadata: { name: 'default', namespace: 'default' },
  });
  const valid: ApiObject[] = [];
  for (const sample of samples) {
    const { status, message } = await stage.client.tryCreate(sample);
    const faults = faultsOf(sample, stage.minor);
    report.expect(
      `${sample.kind} as it is`,
      'accepted by both',
      status < 300 && faults.length === 0 ? 'accepted by both' : `${status} ${message} ${faults[0] ?? ''}`,
    );
    if (status < 300) valid.push(sample);
  }
  let equal = 0;
  let server = 0;
  const different = new Set<string>();
  const all = [
    ...valid.flatMap(withoutEachField),
    ...Array.from({ length: count }, () => mutated(dice.of(valid), dice)),
  ];
  for (let done = 0; done < all.length; done += 50) {
    const batch = all.slice(done, done + 50);
    const answers = await Promise.all(
      batch.map(({ object }) => stage.client.tryCreate(object as unknown as ApiObject)),
    );
    batch.forEach(({ object, kind, path }, i) => {
      const { status, message } = answers[i]!;
      const faults = faultsOf(object as unknown as ApiObject, stage.minor);
      const isRejected = status >= 300;
      // Go reads an empty list as no bytes
      const isEmptyBytes = faults.every((each) => /is a list; must be a string$/.test(each));
      if (faults.length > 0 === isRejected || (!isRejected && isEmptyBytes)) equal += 1;
      else if (isRejected && !STRUCTURAL.test(message)) server += 1;
      else
        different.add(
          `${String(object['kind'])} ${kind} ${path.replace(/\d+/g, 'N')}: ours ${faults[0] ?? 'accepted'}; server ${isRejected ? message.slice(0, 160) : 'accepted'}`,
        );
    });
  }
  for (const each of [...different].sort()) report.expect(each, 'equal', 'different');
  report.say(
    `${equal} equal verdicts of ${all.length}, ${server} objects rejected by the server for more than their structure`,
  );
  report.expect(
    'mutations',
    'without a difference',
    different.size === 0 ? 'without a difference' : `${different.size} differences`,
  );
}

function faultsOf(object: ApiObject, minor: number): string[] {
  const kind = builtInKind(object.apiVersion, object.kind);
  if (kind === undefined) return ['unknown kind'];
  return schemaFaults(builtInSchema(kind.definition, minor), object).map(({ message }) => message);
}

async function main(): Promise<boolean> {
  const { values } = parseArgs({
    options: {
      objects: { type: 'string', default: '5000' },
      seed: { type: 'string', default: '1' },
      kubernetes: { type: 'string', default: '1.37' },
    },
  });
  requirePrograms('etcd');
  const report = new Report();
  return prove(
    report,
    (folder) => ApiStage.start(values.kubernetes, folder),
    (stage) => compare(stage, report, Number(values.objects), Number(values.seed)),
  );
}

void main().then((isAsExpected) => {
  process.exitCode = isAsExpected ? 0 : 1;
});
