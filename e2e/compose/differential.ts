/**
 * Compares our reading of random compose projects with that of compose-go: which are accepted, and the values of their services
 * and elements. A difference that `explanation.ts` does not explain is a failure.
 *
 * Usage: differential.ts [--seed N] [--projects N | --seconds N]. Without a limit, it reads 2,000 projects.
 */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { parseArgs } from 'node:util';
import { check } from '../../scripts/lib/check';
import { readComposeProject } from '../../src/compose/reading/read-compose-project';
import { InputError } from '../../src/diagnostics/input-error';
import { isObject, type JsonObject } from '../../src/kubernetes/manifest';
import { Random } from '../yaml/random';
import { explanation } from './explanation';
import { type Answer, askReference } from './oracle';
import { randomProject, type RandomProject } from './random-project';
import { type Form, formOfProject, formOfReference } from './reference-form';

const BATCH = 500;
const SHOWN = 15;

class Tally {
  public projects = 0;
  public accepted = 0;
  public differences = 0;
  public readonly explained = new Map<string, number>();

  public explain(reason: string): void {
    this.explained.set(reason, (this.explained.get(reason) ?? 0) + 1);
  }
}

function failures(): number {
  const { values } = parseArgs({
    options: { seed: { type: 'string', default: '1' }, projects: { type: 'string' }, seconds: { type: 'string' } },
  });
  const seed = Number(values.seed);
  const projects = Number(values.projects ?? (values.seconds === undefined ? 2000 : Infinity));
  const end = Date.now() + Number(values.seconds ?? Infinity) * 1000;
  const tally = new Tally();
  const folder = mkdtempSync(join(tmpdir(), 'compose-'));
  try {
    for (let from = 0; from < projects && Date.now() < end && tally.differences < SHOWN; from += BATCH)
      runBatch(seed, from, Math.min(from + BATCH, projects), folder, tally);
  } finally {
    rmSync(folder, { recursive: true });
  }
  console.log(
    `seed ${seed}: ${tally.projects} projects, ${tally.accepted} accepted by both, ${tally.differences} differences`,
  );
  for (const [reason, count] of [...tally.explained].sort(([, a], [, b]) => b - a))
    console.log(`  ${count} explained: ${reason}`);
  return tally.differences;
}

function runBatch(seed: number, from: number, to: number, folder: string, tally: Tally): void {
  const cases = Array.from({ length: to - from }, (_, index) => {
    const project = randomProject(new Random(seed, from + index));
    const at = join(folder, String(from + index));
    for (const [name, text] of Object.entries(project.files)) {
      mkdirSync(dirname(join(at, name)), { recursive: true });
      writeFileSync(join(at, name), text);
    }
    return { index: from + index, project, files: project.main.map((name) => join(at, name)) };
  });
  const answers = askReference(
    cases.map(({ project, files }) => ({
      files,
      environment: Object.entries(project.environment).map(([name, value]) => `${name}=${value}`),
      profiles: project.profiles,
    })),
  );
  for (const [i, { index, project, files }] of cases.entries()) {
    tally.projects += 1;
    compare(`seed ${seed}, project ${index}`, project, files, answers[i]!, tally);
  }
}

function compare(where: string, project: RandomProject, files: string[], answer: Answer, tally: Tally): void {
  const own = read(project, files);
  if (own.problem !== undefined && answer.error !== undefined) return;
  if (own.problem !== undefined || answer.error !== undefined) {
    const reason = explanation({ problem: own.problem, error: answer.error });
    if (reason !== undefined) return tally.explain(reason);
    return report(
      where,
      project,
      `ours: ${own.problem ?? 'accepted'}\nreference: ${answer.error ?? 'accepted'}`,
      tally,
    );
  }
  tally.accepted += 1;
  const expected = formOfReference(answer.project as JsonObject);
  const difference = differenceOf(expected, own.form, '');
  if (difference !== undefined) report(where, project, difference, tally);
}

function read(project: RandomProject, files: string[]): { readonly form?: Form; readonly problem?: string } {
  try {
    const { environment, profiles } = project;
    // the reference has its home from the environment
    const options = { environment: { ...environment, HOME: undefined }, ...(profiles.length > 0 && { profiles }) };
    return { form: formOfProject(readComposeProject(files, options)) };
  } catch (error) {
    if (error instanceof InputError) return { problem: error.problems.join('\n') };
    return { problem: `internal error: ${(error as Error).stack}` };
  }
}

function differenceOf(expected: unknown, found: unknown, path: string): string | undefined {
  if (isObject(expected) && isObject(found)) {
    for (const key of new Set([...Object.keys(expected), ...Object.keys(found)])) {
      const difference = differenceOf(expected[key], found[key], `${path}/${key}`);
      if (difference !== undefined) return difference;
    }
    return undefined;
  }
  const [a, b] = [JSON.stringify(expected), JSON.stringify(found)];
  return a === b ? undefined : `${path}\n  reference: ${a}\n  ours:      ${b}`;
}

function report(where: string, project: RandomProject, what: string, tally: Tally): void {
  tally.differences += 1;
  if (tally.differences > SHOWN) return;
  const files = Object.entries(project.files).map(([name, text]) => `--- ${name}\n${text}`);
  console.log(`${where}\n${what}\n${process.env['SHOW_FILES'] === '1' ? files.join('\n') : ''}\n`);
}

check(failures);
