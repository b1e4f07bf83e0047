import type { AppArmorFile } from './apparmor-file';
import type { ParsedInclude } from './statements/parsed-include';
import { AppArmorSyntaxError } from '../diagnostics/profile-syntax-error';

/** An include, and one of the given files that it refers to. */
interface Edge {
  readonly include: ParsedInclude;
  readonly target: AppArmorFile;
}

/** A file of the chain of includes, and its includes that are still to be followed. */
interface Step {
  readonly file: AppArmorFile;
  readonly left: Edge[];
}

/**
 * Returns an error for each include that makes a file include itself. Only the given files are followed: an include
 * refers to the files whose path ends with the path of the include, and to the files in a folder with such a path.
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
    return file.includes.flatMap((include) => targetsOf(include).map((target): Edge => ({ include, target })));
  }

  function targetsOf({ path, searched }: ParsedInclude): AppArmorFile[] {
    const steps = stepsOf(path);
    const { end, length } = longestEnd(byEnd, steps);
    // the path of an include without <> can be longer than the name that the caller gave to the file
    return length === 0 || (searched && length < steps.length) ? [] : [...end.files];
  }

  // without recursion, because a chain can be as long as the list of files
  function cyclesFrom(start: AppArmorFile): AppArmorSyntaxError[] {
    const errors: AppArmorSyntaxError[] = [];
    const chain: Step[] = [{ file: start, left: edgesOf(start).reverse() }];
    const onChain = new Set([start]);
    for (let step = chain.at(-1); step !== undefined; step = chain.at(-1)) {
      const edge = step.left.pop();
      if (edge === undefined) {
        done.add(step.file);
        onChain.delete(step.file);
        chain.pop();
      } else if (onChain.has(edge.target)) {
        errors.push(cycle(chain, step.file, edge));
      } else if (!done.has(edge.target)) {
        onChain.add(edge.target);
        chain.push({ file: edge.target, left: edgesOf(edge.target).reverse() });
      }
    }
    return errors;
  }
}

function cycle(chain: ReadonlyArray<Step>, { file }: AppArmorFile, { include, target }: Edge): AppArmorSyntaxError {
  const names = chain.map((step) => step.file);
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

/** Ends of paths: each component leads to the component before it. */
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

/** Returns the longest end of a path that a file has, and its number of components. */
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
