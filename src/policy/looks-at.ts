/**
 * Kinds and fields that a subject must have for a rule to find something in it. The engine does not give the rule other subjects, because most
 * rules are about a few kinds and fields. A wrong entry hides findings, so `test/policy/looks-at.test.ts` compares both ways.
 */
export interface LooksAt {
  /** Kinds of objects, of any API group. @default - all */
  readonly kinds?: ReadonlyArray<string>;
  /** Fields of a container or of the spec of a pod, of which one must be there. @default - none is needed */
  readonly fields?: ReadonlyArray<string>;
}
