import { pointerStep } from '../manifest';

/** Way in which a value breaks its schema. */
export type FaultKind =
  /** A value of a wrong type, which nobody can read. */
  | 'type'
  /** A field that the schema does not have. */
  | 'unknown'
  /** A required field that is missing. */
  | 'missing'
  /** A value of the right type that is not allowed. */
  | 'value';

/** Value that breaks its schema. */
export interface SchemaFault {
  readonly kind: FaultKind;
  /** JSON pointer below the validated value. For a missing field, the place where it belongs. */
  readonly path: string;
  /** Message that says what is wrong, and what is allowed. */
  readonly message: string;
  /** Instruction that fixes it; unset if the message is enough. */
  readonly fix?: string;
  /** Definition of Kubernetes' API that does not have an unknown field. */
  readonly definition?: string;
  /** Name of an unknown field. */
  readonly field?: string;
}

/** Returns a JSON pointer. */
export function pointerOf(steps: ReadonlyArray<string | number>): string {
  return steps.map(pointerStep).join('');
}

/** Returns a path in the form in which people write it, such as `spec.containers[0].image`. */
export function pathText(steps: ReadonlyArray<string | number>): string {
  return steps
    .map((step, i) => {
      if (typeof step === 'number') return `[${step}]`;
      if (!/^[\w-]+$/.test(step)) return `[${JSON.stringify(step)}]`;
      return i === 0 ? step : `.${step}`;
    })
    .join('');
}
