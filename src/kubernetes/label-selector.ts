import { isObject, listAt, objectAt } from './manifest';

/** Single requirement of a selector. */
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

/** Label selector in the form of the Kubernetes API. */
export class LabelSelector {
  /** Parses a selector. One that is not an object, or has an unknown requirement, selects nothing. */
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

  /** Returns a label as one string, joined by a NUL, which no label contains. A value that is not a string matches no label. */
  public static key(name: string, value: unknown): string {
    return `${name}\0${typeof value === 'string' ? value : JSON.stringify(value)}`;
  }

  /** Labels that an object must have, each in the form of {@link LabelSelector.key}. */
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

  /** Returns true if the selector selects an object with some values for the labels with an unknown value. */
  public maySelect(labels: Labels, unknownValue: string): boolean {
    return (
      this.isValid &&
      this.requirements.every((r) => {
        const has = Object.hasOwn(labels, r.key);
        if (has && labels[r.key] === unknownValue) return r.operator !== 'DoesNotExist';
        return HOLDS[r.operator](has, labels[r.key], r);
      })
    );
  }
}

function requirement(expression: unknown): Requirement | undefined {
  if (!isObject(expression)) return undefined;
  const { key, operator } = expression;
  if (typeof key !== 'string' || typeof operator !== 'string' || !Object.hasOwn(HOLDS, operator)) return undefined;
  return { key, operator: operator as Requirement['operator'], values: new Set(listAt(expression, 'values')) };
}
