/**
 * Compares the findings of the rules about pods with those of upstream's own code, word by word: for the fixture pods at every
 * version, whose verdicts are committed, and for random pods.
 *
 * Usage: verdicts.ts [--random N] [--seed N] [--write]
 *
 * `--random` is the number of random pods. `--write` updates the committed verdicts.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { check } from '../../scripts/lib/check';
import { ROOT } from '../../scripts/lib/repository';
import { refusals } from '../../test/policy/judging';
import { PODS } from '../../test/policy/pod-security/pods';
import { randomPods } from './random-pods';
import { askUpstream, type Question } from './upstream';

const COMMITTED = join(ROOT, 'test/policy/pod-security/upstream.json');
const LEVELS = ['baseline', 'restricted'] as const;
const MINORS = Array.from({ length: 38 }, (_, minor) => minor);

const { values: options } = parseArgs({
  options: {
    random: { type: 'string', default: '20000' },
    seed: { type: 'string', default: '1' },
    write: { type: 'boolean', default: false },
  },
});

function failures(): number {
  const committed = JSON.stringify(committedVerdicts(), null, 2);
  if (options.write) {
    writeFileSync(COMMITTED, `${committed}\n`);
    return 0;
  }
  const isUpToDate = JSON.stringify(JSON.parse(readFileSync(COMMITTED, 'utf8')), null, 2) === committed;
  if (!isUpToDate) console.log(`${COMMITTED} differs from upstream's verdicts: run this with --write`);
  return (isUpToDate ? 0 : 1) + randomDifferences();
}

/** Refusals by pod and level: each list applies from its version to the next version with a different list. */
function committedVerdicts(): object {
  const questions = Object.values(PODS).flatMap((pod) =>
    LEVELS.flatMap((level) => MINORS.map((minor): Question => ({ level, minor, pod }))),
  );
  const verdicts = askUpstream(questions);
  const take = (): object => {
    const all = verdicts.splice(0, MINORS.length).map((verdict, minor) => [`1.${minor}`, verdict] as const);
    return Object.fromEntries(all.filter(([, v], i) => i === 0 || v.join() !== all[i - 1]![1].join()));
  };
  return Object.fromEntries(
    Object.keys(PODS).map((name) => [name, Object.fromEntries(LEVELS.map((level) => [level, take()]))]),
  );
}

function randomDifferences(): number {
  const questions = randomPods(Number(options.seed), Number(options.random)).map((pod, i): Question => ({
    level: LEVELS[i % 2]!,
    minor: MINORS[Math.floor(i / 2) % MINORS.length]!,
    pod,
  }));
  const verdicts = askUpstream(questions);
  const different = questions.filter(({ level, minor, pod }, i) => {
    // upstream reads JSON, which does not contain undefined values
    const read = JSON.parse(JSON.stringify(pod)) as { spec: object };
    const ours = refusals(level, `1.${minor}`, read).map(({ reason, detail }) => `${reason} (${detail})`);
    return JSON.stringify(ours) !== JSON.stringify(verdicts[i]);
  });
  for (const question of different.slice(0, 5)) console.log(`different verdict: ${JSON.stringify(question)}`);
  const refused = verdicts.filter((v) => v.length > 0).length;
  console.log(
    `${questions.length - different.length} of ${questions.length} random pods, ${refused} of them rejected, have upstream's verdict`,
  );
  return different.length;
}

check(failures);
