/**
 * Compares the verdicts of the library's schemas with those of `kubernetes-validate` on random mutations of valid objects of
 * every kind.
 *
 * Usage: package-differential.ts [--objects NUMBER] [--seed NUMBER], with the number of objects for each version.
 *
 * Every difference must have an explanation. If the package rejects an object that the library accepts, the object is changed into
 * one that the API server reads in the same way, until the package accepts it.
 */
import { parseArgs } from 'node:util';
import { allBuiltInKinds } from '../../src/kubernetes/schema/built-in-kinds';
import { builtInSchema } from '../../src/kubernetes/schema/built-in-schema';
import type { SchemaFault } from '../../src/kubernetes/schema/schema-fault';
import type { SchemaNode } from '../../src/kubernetes/schema/schema-node';
import { schemaFaults } from '../../src/kubernetes/schema/validate';
import { isNotFound, repaired, whyAccepted } from './explanation';
import { Dice, mutated, validValue } from './mutation';
import { packageVerdicts, type PackageProblem } from './package-verdict';

const VERSIONS = [
  { minor: 13, lock: 'kubernetes-1.10-to-1.24.txt' },
  { minor: 25, lock: 'kubernetes-1.25-to-1.37.txt' },
  { minor: 37, lock: 'kubernetes-1.25-to-1.37.txt' },
];

/** Largest number of problems of one object that are repaired. */
const MOST_REPAIRS = 50;

/** Object whose verdicts are compared. */
interface Try {
  readonly schema: SchemaNode;
  readonly object: Record<string, unknown>;
  /** Change that was made to a valid object. */
  readonly change: string;
  readonly faults: ReadonlyArray<SchemaFault>;
}

/** Object that only the package still rejects, after some repairs. */
interface Open {
  readonly each: Try;
  readonly problem: PackageProblem;
  readonly object: unknown;
  readonly reasons: ReadonlyArray<string>;
}

/** Differences of one version. */
class Differences {
  public readonly explained = new Map<string, number>();
  public readonly unexplained: string[] = [];

  constructor(
    private readonly minor: number,
    private readonly lock: string,
    private readonly dice: Dice,
  ) {}

  /** Explains objects that only the library rejects. */
  public explainAccepted(tries: ReadonlyArray<Try>): void {
    for (const each of tries) {
      const reasons = each.faults.map((fault) => ({
        fault,
        why: whyAccepted(each.schema, each.object, fault, this.minor),
      }));
      const open = reasons.find(({ why }) => why === undefined);
      if (open) this.unexplained.push(`${this.nameOf(each)}: only the library rejects it: ${open.fault.message}`);
      else this.count(reasons.map(({ why }) => why!));
    }
  }

  /** Explains objects that only the package rejects. */
  public explainRejected(tries: ReadonlyArray<readonly [each: Try, problem: PackageProblem]>): void {
    let open = tries.map(([each, problem]): Open => ({ each, problem, object: each.object, reasons: [] }));
    for (let round = 0; open.length > 0; round += 1) {
      const repairs = open.flatMap(({ each, problem, object, reasons }) => {
        const { apiVersion, kind } = each.object;
        if (isNotFound(problem, String(apiVersion), String(kind))) {
          this.count(['the package has the schema of the kind, but does not find it']);
          return [];
        }
        const repair = round < MOST_REPAIRS ? repaired(each.schema, object, problem, this.dice) : undefined;
        if (repair !== undefined) return [{ each, object: repair.object, reasons: [...reasons, repair.why] }];
        this.unexplained.push(
          `${this.nameOf(each)}: only the package rejects it: /${problem.path.join('/')}: ${problem.message}`,
        );
        return [];
      });
      const verdicts = packageVerdicts(
        this.lock,
        this.minor,
        repairs.map(({ object }) => object),
      );
      open = repairs.flatMap((repair, i) => {
        const problem = verdicts[i]!;
        if (problem !== null) return [{ ...repair, problem }];
        this.count(repair.reasons);
        return [];
      });
    }
  }

  private nameOf({ object, change }: Try): string {
    return `1.${this.minor} ${String(object['apiVersion'])} ${String(object['kind'])}, ${change}`;
  }

  private count(reasons: ReadonlyArray<string>): void {
    for (const why of new Set(reasons)) this.explained.set(why, (this.explained.get(why) ?? 0) + 1);
  }
}

function triesOf(minor: number, count: number, dice: Dice): Try[] {
  const kinds = allBuiltInKinds().filter((each) => minor >= each.since && minor < each.removed);
  return Array.from({ length: count }, (_, i) => {
    const { apiVersion, kind, definition } = kinds[i % kinds.length]!;
    const schema = builtInSchema(definition, minor);
    const valid = validValue(schema, dice) as object;
    const change = mutated({ ...valid, apiVersion, kind, metadata: { name: 'a' } }, dice);
    return {
      schema,
      object: change.object,
      change: `${change.kind} ${change.path}`,
      faults: schemaFaults(schema, change.object),
    };
  });
}

function main(): boolean {
  const { values } = parseArgs({
    options: { objects: { type: 'string', default: '5000' }, seed: { type: 'string', default: '1' } },
  });
  const dice = new Dice(Number(values.seed));
  let unexplained = 0;
  for (const { minor, lock } of VERSIONS) {
    const tries = triesOf(minor, Number(values.objects), dice);
    const verdicts = packageVerdicts(
      lock,
      minor,
      tries.map(({ object }) => object),
    );
    const differences = new Differences(minor, lock, dice);
    const isRejected = tries.map(({ faults }) => faults.length > 0);
    const accepted = tries.filter((_, i) => isRejected[i] && verdicts[i] === null);
    const rejected = tries.flatMap((each, i): [Try, PackageProblem][] => {
      const problem = verdicts[i]!;
      return problem !== null && !isRejected[i] ? [[each, problem]] : [];
    });
    differences.explainAccepted(accepted);
    differences.explainRejected(rejected);

    const equal = tries.length - accepted.length - rejected.length;
    const both = verdicts.filter((each, i) => each !== null && isRejected[i]).length;
    console.log(
      `1.${minor}: ${tries.length} objects, ${equal} equal verdicts (${both} rejections), ${accepted.length} rejected only by the library, ${rejected.length} only by the package, ${differences.unexplained.length} unexplained`,
    );
    for (const [why, count] of [...differences.explained].sort(([, a], [, b]) => b - a))
      console.log(`  ${count}: ${why}`);
    for (const each of differences.unexplained.slice(0, 20)) console.log(`  unexplained: ${each}`);
    unexplained += differences.unexplained.length;
  }
  return unexplained === 0;
}

process.exitCode = main() ? 0 : 1;
