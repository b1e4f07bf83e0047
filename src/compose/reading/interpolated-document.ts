import { isObject } from '../../kubernetes/manifest';
import { TaggedValue } from '../../kubernetes/yaml/tagged-value';
import { RESET } from './compose-dialect';
import { emptyModel, type Model } from './model';
import { type ComposeDocument, type Origins, pointerStep } from './origins';
import type { PathRules } from './path-rules';
import type { ReadingProblems } from './reading-problems';
import type { Cast } from './type-casts';
import { CASTS } from './type-casts';
import { type Lookup, substitute, VariableError } from './variables';
import { consistsOfServices } from './version-1';

/** Document of a compose file with the values of its variables. */
export interface InterpolatedDocument {
  readonly model: Model;
  /** Paths of the values of earlier files that are removed before this document is merged with them. */
  readonly removed: ReadonlyArray<ReadonlyArray<string>>;
  /** True for a file of version 1, whose mapping consists of services. */
  readonly isVersion1: boolean;
}

/** Inputs of the values of a document. */
export interface InterpolationContext {
  readonly lookup: Lookup;
  readonly origins: Origins;
  readonly problems: ReadingProblems;
  /** Receives the names of variables that are not set. */
  readonly unset: (name: string) => void;
}

/** Returns a copy of a document with the values of its variables, and with the types of its keys. */
export function interpolatedDocument(document: ComposeDocument, context: InterpolationContext): InterpolatedDocument {
  return new Interpolation(document, context).run();
}

class Interpolation {
  private readonly removed: string[][] = [];

  constructor(
    private readonly document: ComposeDocument,
    private readonly context: InterpolationContext,
  ) {}

  public run(): InterpolatedDocument {
    const value = this.document.value as Model;
    const isVersion1 = consistsOfServices(value);
    const model = isVersion1 ? emptyModel() : (this.copied(value, '', [], CASTS) as Model);
    if (isVersion1) {
      this.context.origins.record(model, this.document, '');
      model['services'] = this.copied(value, '', ['services'], CASTS.at('services'));
    }
    return { model, removed: this.removed, isVersion1 };
  }

  private copied(
    value: unknown,
    pointer: string,
    path: ReadonlyArray<string>,
    rules: PathRules<Cast> | undefined,
  ): unknown {
    if (value instanceof TaggedValue) {
      this.removed.push([...path]);
      return this.copied(value.value, pointer, path, rules);
    }
    if (typeof value === 'string') return this.text(value, pointer, rules?.rule);
    if (Array.isArray(value)) return this.list(value, pointer, path, rules);
    return isObject(value) ? this.mapping(value, pointer, path, rules) : value;
  }

  private mapping(value: Model, pointer: string, path: ReadonlyArray<string>, rules?: PathRules<Cast>): Model {
    const copy = emptyModel();
    this.context.origins.record(copy, this.document, pointer);
    for (const [key, each] of Object.entries(value)) {
      if (isReset(each)) this.removed.push([...path, key]);
      else copy[key] = this.copied(each, `${pointer}/${pointerStep(key)}`, [...path, key], rules?.at(key));
    }
    return copy;
  }

  private list(
    items: ReadonlyArray<unknown>,
    pointer: string,
    path: ReadonlyArray<string>,
    rules?: PathRules<Cast>,
  ): unknown[] {
    const copy: unknown[] = [];
    const { origins } = this.context;
    const kept = items.flatMap((item, index) => (isReset(item) ? [] : [index]));
    origins.record(copy, this.document, pointer);
    for (const index of kept) {
      copy.push(this.copied(items[index], `${pointer}/${index}`, [...path, String(index)], rules?.at('[]')));
      if (kept.length < items.length) origins.recordValue(copy, copy.length - 1, this.document, `${pointer}/${index}`);
    }
    return copy;
  }

  private text(text: string, pointer: string, cast: Cast | undefined): unknown {
    const { lookup, problems, unset } = this.context;
    const place = (): { file: string; line: number } => ({
      file: this.document.file,
      line: this.document.lineOf(pointer),
    });
    let value = text;
    try {
      value = substitute(text, lookup, unset);
    } catch (error) {
      if (!(error instanceof VariableError)) throw error;
      problems.add(place(), `${nameOf(pointer)}: ${error.message}`);
      return text;
    }
    if (!cast) return value;
    const typed = cast.value(value);
    if (typed === undefined)
      problems.add(place(), `${nameOf(pointer)} is ${JSON.stringify(value)}; must be ${cast.type}`);
    return typed ?? value;
  }
}

function isReset(value: unknown): boolean {
  return value instanceof TaggedValue && value.tag === RESET;
}

/** Returns a pointer as a path, such as `services.web.ports[0]`. */
export function nameOf(pointer: string): string {
  return pointer
    .split('/')
    .slice(1)
    .map((step) => step.replace(/~1/g, '/').replace(/~0/g, '~'))
    .reduce((path, step) => (/^[0-9]+$/.test(step) ? `${path}[${step}]` : path === '' ? step : `${path}.${step}`), '');
}
