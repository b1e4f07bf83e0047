/** Form of a value. */
export type ValueForm =
  | 'any'
  | 'array'
  | 'boolean'
  | 'bytes'
  | 'int-or-string'
  | 'integer'
  | 'number'
  | 'object'
  | 'quantity'
  | 'string'
  | 'time';

/** Schema of a value, with the schemas of the values in it. */
export interface SchemaNode {
  readonly form: ValueForm;
  /** Name of the definition in Kubernetes' API; unset for parts of one, and for custom resources. */
  readonly definition?: string;
  /** Fields of an object, by name. */
  readonly fields?: ReadonlyMap<string, SchemaNode>;
  /** Fields that an object must have. */
  readonly required?: ReadonlyArray<string>;
  /** True if an object has no other fields than `fields`. */
  readonly isClosed?: boolean;
  /** Schema of each value of a map. */
  readonly values?: SchemaNode;
  /** Schema of each item of a list. */
  readonly items?: SchemaNode;
  /** Allowed values. */
  readonly enum?: ReadonlyArray<unknown>;
  /** Values that only later versions allow, each with the first minor version; infinity if a feature gate guards the value. */
  readonly laterValues?: ReadonlyMap<string, number>;
  /** Largest distance of an integer from zero: 2^31 or 2^63. */
  readonly limit?: number;
  /** True if a required field may be null, or if the API server replaces null with a default. */
  readonly acceptsNull?: boolean;
  /** Constraints of a custom resource's schema; unset if it has none. */
  readonly constraints?: Constraints;
}

/** Constraints that only the schemas of custom resources have. */
export interface Constraints {
  /** Returns the problems of a value, each with the path below it. */
  readonly check: (value: unknown) => ReadonlyArray<ConstraintProblem>;
}

/** Value that a constraint does not allow. */
export interface ConstraintProblem {
  /** Keys and indexes below the value. */
  readonly steps: ReadonlyArray<string | number>;
  /** End of a sentence whose subject is the field, such as `must be at most 5, got 7`. */
  readonly message: string;
}
