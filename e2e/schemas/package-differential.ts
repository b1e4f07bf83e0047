/**
 * Compares the verdicts of the library's schemas with those of `kubernetes-validate` on random mutations of valid objects of
 * every kind.
 *
 * Usage: package-differential.ts [--objects NUMBER] [--seed NUMBER]. Every difference must have one of the explanations.
 */
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { allBuiltInKinds } from '../../src/kubernetes/schema/built-in-kinds';
import { builtInSchema } from '../../src/kubernetes/schema/built-in-schema';
import type { SchemaFault } from '../../src/kubernetes/schema/schema-fault';
import { schemaFaults } from '../../src/kubernetes/schema/validate';
import { command } from '../../scripts/lib/command';
import { pythonWith } from '../../scripts/lib/kubernetes-validate';
import { Dice, mutated, validValue, type MutationKind } from './mutation';

const VERSIONS = [
  { minor: 13, lock: 'kubernetes-1.10-to-1.24.txt' },
  { minor: 25, lock: 'kubernetes-1.25-to-1.37.txt' },
  { minor: 37, lock: 'kubernetes-1.25-to-1.37.txt' },
];

interface Try {
  readonly object: Record<string, unknown>;
  readonly kind: MutationKind;
  readonly path: string;
  readonly faults: ReadonlyArray<SchemaFault>;
}

/** Returns why a verdict differs; undefined if nothing explains it. */
function explanation({ faults, kind, path }: Try, theirs: string | null, minor: number): string | undefined {
  if (theirs === null) {
    if (faults.every((each) => each.kind === 'value'))
      return 'values of enumerations, quantities, times and base64, which the package does not check';
    if (faults.every((each) => each.kind === 'value' || / -?2\^/.test(each.message)))
      return 'ranges of integers, which the package does not check';
    if (minor < 25) return 'types of objects, which the package lacks before 1.25';
    if (faults.every((each) => each.kind === 'missing' && / is null/.test(each.message)))
      return 'null for a required object, which the API server reads as an empty one and rejects';
    return undefined;
  }
  if (theirs.startsWith("Couldn't find schema")) return 'kinds whose schema the package has, but does not find';
  if (path.startsWith('/status') || /^\/status/.test(theirs))
    return 'required fields of a status, which the API server does not require';
  if (
    /'(served|serviceName|limits|preference|seconds|podSelector|rules|subjects|value)' is a required property/.test(
      theirs,
    )
  )
    return 'fields that the API server does not require';
  if (kind === 'null' || /None/.test(theirs)) return 'null, which the API server reads as no value';
  if (/is not valid under any of the given schemas|is valid under each of/.test(theirs))
    return 'values that can have one of two types';
  return undefined;
}

function main(): boolean {
  const { values } = parseArgs({
    options: { objects: { type: 'string', default: '5000' }, seed: { type: 'string', default: '1' } },
  });
  const dice = new Dice(Number(values.seed));
  const explained = new Map<string, number>();
  let equal = 0;
  let rejected = 0;
  let unexplained = 0;
  for (const { minor, lock } of VERSIONS) {
    const kinds = allBuiltInKinds().filter((each) => minor >= each.since && minor < each.removed);
    const tries: Try[] = [];
    for (let i = 0; i < Number(values.objects) / VERSIONS.length; i += 1) {
      const { apiVersion, kind, definition } = kinds[i % kinds.length]!;
      const schema = builtInSchema(definition, minor);
      const valid = validValue(schema, dice) as object;
      const change = mutated({ ...valid, apiVersion, kind, metadata: { name: 'a' } }, dice);
      tries.push({ ...change, faults: schemaFaults(schema, change.object) });
    }
    const input = tries.map(({ object }) => JSON.stringify({ target: `1.${minor}`, object })).join('\n');
    const answers = command(pythonWith(lock), [join(__dirname, 'validate.py')], { input: `${input}\n` })
      .trimEnd()
      .split('\n');
    tries.forEach((each, i) => {
      const theirs = JSON.parse(answers[i]!) as string | null;
      if (theirs !== null) rejected += 1;
      if (each.faults.length > 0 === (theirs !== null)) return void (equal += 1);
      const why = explanation(each, theirs, minor);
      if (why === undefined) {
        unexplained += 1;
        if (unexplained <= 20)
          console.log(
            `1.${minor} ${String(each.object['kind'])} ${each.kind} ${each.path}: ours ${each.faults[0]?.message ?? 'accepted'}, theirs ${theirs ?? 'accepted'}`,
          );
      } else explained.set(why, (explained.get(why) ?? 0) + 1);
    });
  }
  for (const [why, count] of explained) console.log(`${count} differences: ${why}`);
  console.log(
    `${equal} equal verdicts, ${rejected} of all rejected by the package, ${unexplained} unexplained differences`,
  );
  return unexplained === 0;
}

process.exitCode = main() ? 0 : 1;
