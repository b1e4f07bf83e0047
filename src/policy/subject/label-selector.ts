import { isObject, listAt, objectAt } from '../../kubernetes/manifest';

/** One thing that a selector asks of labels. */
interface Requirement {
  readonly key: string;
  readonly operator: 'In' | 'NotIn' | 'Exists' | 'DoesNotExist';
  readonly values: ReadonlySet<unknown>;
}

type Labels = { readonly [name: string]: unknown };

const HOLDS: Readonly<Record<Requirement['operator'], (has: boolean, value: unknown, of: Requirement) => boolean>> = {
  In: (has, value, { values }) => has && values.has(value),
  NotIn: (has, value, { values }) => !has || !values.has(value),
  Exists: (has) => has,
  DoesNotExist: (has) => !has,
};

/** What selects objects by their labels, as Kubernetes writes it. */
export class LabelSelector {
  /** A selector that is no object, or asks for what is unknown, selects nothing. */
  public static parse(selector: unknown): LabelSelector {
    if (!isObject(selector)) return new LabelSelector([], false);
    const labels = Object.entries(objectAt(selector, 'matchLabels')).map(([key, value]): Requirement => ({
      key,
      operator: 'In',
      values: new Set([value]),
    }));
    const expressions = listAt(selector, 'matchExpressions').map(requirement);
    const known = expressions.filter((each) => each !== undefined);
    return new LabelSelector([...labels, ...known], known.length === expressions.length);
  }

  /** A label as one text; a NUL is in no label. A value that is no text is that of no label. */
  public static key(name: string, value: unknown): string {
    return `${name}\0${typeof value === 'string' ? value : JSON.stringify(value)}`;
  }

  /** Labels that must be there, each as {@link LabelSelector.key}. */
  public readonly required: ReadonlyArray<string>;

  private constructor(
    private readonly requirements: ReadonlyArray<Requirement>,
    private readonly isValid: boolean,
  ) {
    this.required = requirements
      .filter((r) => r.operator === 'In' && r.values.size === 1)
      .map((r) => LabelSelector.key(r.key, [...r.values][0]));
  }

  public get selectsAll(): boolean {
    return this.isValid && this.requirements.length === 0;
  }

  public selects(labels: Labels): boolean {
    return (
      this.isValid && this.requirements.every((r) => HOLDS[r.operator](Object.hasOwn(labels, r.key), labels[r.key], r))
    );
  }
}

function requirement(expression: unknown): Requirement | undefined {
  if (!isObject(expression)) return undefined;
  const { key, operator } = expression;
  if (typeof key !== 'string' || typeof operator !== 'string' || !Object.hasOwn(HOLDS, operator)) return undefined;
  return { key, operator: operator as Requirement['operator'], values: new Set(listAt(expression, 'values')) };
}
