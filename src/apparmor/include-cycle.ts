import type { AppArmorFile } from './apparmor-file';
import type { ParsedInclude } from './statements/parsed-include';
import { AppArmorSyntaxError } from '../diagnostics/profile-syntax-error';

/** An include, and a file at hand that it means. */
interface Edge {
  readonly include: ParsedInclude;
  readonly target: AppArmorFile;
}

/** A file on the way, and what of it is still to be followed. */
interface Step {
  readonly file: AppArmorFile;
  readonly left: Edge[];
}

/**
 * Includes by which a file comes to include itself, each as an error at its place. Only files at hand are followed: an
 * include means those whose path ends in what it names, and those in a folder so named.
 */
export function includeCycles(files: ReadonlyArray<AppArmorFile>): AppArmorSyntaxError[] {
  const byEnd: PathEnd = { files: new Set(), longer: new Map() };
  for (const file of files) {
    const steps = stepsOf(file.file);
    addEnds(byEnd, steps, file);
    addEnds(byEnd, steps.slice(0, -1), file);
  }
  const done = new Set<AppArmorFile>();
  return files.flatMap((file) => (done.has(file) ? [] : cyclesFrom(file)));

  function edgesOf(file: AppArmorFile): Edge[] {
    return file.includes.flatMap((include) => meant(include).map((target): Edge => ({ include, target })));
  }

  function meant({ path, searched }: ParsedInclude): AppArmorFile[] {
    const steps = stepsOf(path);
    const { end, length } = longestEnd(byEnd, steps);
    // a path as it is may be longer than the name that the file was given by
    return length === 0 || (searched && length < steps.length) ? [] : [...end.files];
  }

  // without recursion: a chain may be as long as there are files
  function cyclesFrom(start: AppArmorFile): AppArmorSyntaxError[] {
    const errors: AppArmorSyntaxError[] = [];
    const way: Step[] = [{ file: start, left: edgesOf(start).reverse() }];
    const onWay = new Set([start]);
    for (let step = way.at(-1); step !== undefined; step = way.at(-1)) {
      const edge = step.left.pop();
      if (edge === undefined) {
        done.add(step.file);
        onWay.delete(step.file);
        way.pop();
      } else if (onWay.has(edge.target)) {
        errors.push(cycle(way, step.file, edge));
      } else if (!done.has(edge.target)) {
        onWay.add(edge.target);
        way.push({ file: edge.target, left: edgesOf(edge.target).reverse() });
      }
    }
    return errors;
  }
}

function cycle(way: ReadonlyArray<Step>, { file }: AppArmorFile, { include, target }: Edge): AppArmorSyntaxError {
  const names = way.map((step) => step.file);
  const round = [...names.slice(names.indexOf(target)), target].map((each) => each.file);
  const reason = `includes itself: ${shortened(round).join(' includes ')}`;
  return new AppArmorSyntaxError(reason, file, include.line, include.column);
}

const MOST_NAMES = 8;

function shortened(names: ReadonlyArray<string>): ReadonlyArray<string> {
  if (names.length <= MOST_NAMES) return names;
  return [...names.slice(0, MOST_NAMES - 2), `(${names.length - MOST_NAMES + 1} more)`, ...names.slice(-1)];
}

function stepsOf(path: string): string[] {
  return path.split('/').filter((step) => step !== '' && step !== '.');
}

/** What paths end in: each step leads to the step in front of it. */
interface PathEnd {
  readonly files: Set<AppArmorFile>;
  readonly longer: Map<string, PathEnd>;
}

function addEnds(root: PathEnd, steps: ReadonlyArray<string>, file: AppArmorFile): void {
  let end = root;
  for (const step of [...steps].reverse()) {
    const next = end.longer.get(step) ?? { files: new Set(), longer: new Map<string, PathEnd>() };
    end.longer.set(step, next);
    next.files.add(file);
    end = next;
  }
}

/** The longest end of a path that a file has, and its number of steps. */
function longestEnd(root: PathEnd, steps: ReadonlyArray<string>): { readonly end: PathEnd; readonly length: number } {
  let end = root;
  let length = 0;
  for (const step of [...steps].reverse()) {
    const next = end.longer.get(step);
    if (next === undefined) break;
    end = next;
    length += 1;
  }
  return { end, length };
}
