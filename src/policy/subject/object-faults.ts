import { groupOf, stepsOf } from '../../kubernetes/manifest';
import { builtInKind, OLDEST_SCHEMA } from '../../kubernetes/schema/built-in-kinds';
import { builtInSchema } from '../../kubernetes/schema/built-in-schema';
import type { CustomKinds } from '../../kubernetes/schema/custom-kinds';
import { embedsWholePods } from '../../kubernetes/schema/pod-embedding';
import type { SchemaFault } from '../../kubernetes/schema/schema-fault';
import { isBuiltInGroup, notServed } from '../../kubernetes/schema/service-of-kind';
import { schemaFaults } from '../../kubernetes/schema/validate';

/** Object whose values are checked. */
export interface CheckedObject {
  readonly apiVersion: string;
  readonly kind: string;
  readonly json: { readonly [key: string]: unknown };
  readonly pods: ReadonlyArray<CheckedPod>;
}

/** Pod or pod template whose values are checked. */
export interface CheckedPod {
  readonly json: { readonly [key: string]: unknown };
  /** Returns the JSON pointer within the object for a JSON pointer within the pod. */
  readonly pointerOf: (path: string) => string;
}

/**
 * Returns the faults of an object by the schema of its kind.
 *
 * Pods in kinds of other groups are also checked by the schema of a pod: see `podFaults`. Of a kind that the version does not
 * serve, the nearest version that has it is used, so that its values are still read.
 */
export function faultsOf(object: CheckedObject, minor: number, custom: CustomKinds): ReadonlyArray<SchemaFault> {
  const kind = builtInKind(object.apiVersion, object.kind);
  if (kind === undefined) {
    const schema = custom.schemaOf(object.apiVersion, object.kind);
    const own = schema === undefined ? [] : schemaFaults(schema, object.json);
    const said = new Set(own.map(({ path }) => path));
    const isWhole = embedsWholePods(object.apiVersion, object.kind);
    const ofPods = object.pods.flatMap((pod) => podFaults(pod, minor, isWhole));
    return [...own, ...ofPods.filter(({ path }) => !said.has(path))];
  }
  const nearest = Math.min(Math.max(minor, kind.since, OLDEST_SCHEMA), kind.removed - 1);
  const faults = schemaFaults(builtInSchema(kind.definition, nearest), object.json);
  return minor >= kind.removed ? withoutFieldsOfSuccessor(faults, object, minor) : faults;
}

/** Returns faults without the unknown fields that the apiVersion has which replaces a removed one, because the object must move there. */
function withoutFieldsOfSuccessor(
  faults: ReadonlyArray<SchemaFault>,
  { apiVersion, kind, json }: CheckedObject,
  minor: number,
): ReadonlyArray<SchemaFault> {
  if (!faults.some((fault) => fault.kind === 'unknown')) return faults;
  const problem = notServed(apiVersion, kind, minor);
  if (problem?.why !== 'removed' || problem.instead === undefined) return faults;
  const schema = builtInSchema(problem.instead.definition, Math.max(minor, problem.instead.since));
  const unknown = new Set(
    schemaFaults(schema, json)
      .filter((fault) => fault.kind === 'unknown')
      .map(({ path }) => path),
  );
  return faults.filter((fault) => fault.kind !== 'unknown' || unknown.has(fault.path));
}

/** Returns true if the schema of a kind is known, or if Kubernetes has its group, so that a kind without a schema is an error. */
export function hasSchema(apiVersion: string, kind: string, custom: CustomKinds): boolean {
  return isBuiltInGroup(groupOf(apiVersion)) || custom.schemaOf(apiVersion, kind) !== undefined;
}

/**
 * Returns the faults of a pod in a kind of another group: wrong types and values that are not allowed. Unknown and missing fields
 * are faults only in a kind whose pods are complete templates.
 */
function podFaults(pod: CheckedPod, minor: number, isWhole: boolean): SchemaFault[] {
  const schema = builtInSchema('core.v1.PodTemplateSpec', Math.max(minor, OLDEST_SCHEMA));
  return schemaFaults(schema, pod.json)
    .filter(({ kind, path }) => isWhole || kind === 'type' || (kind === 'value' && !isVariable(pod.json, path)))
    .map((fault) => ({ ...fault, path: pod.pointerOf(fault.path) }));
}

/** Returns true if a value has a variable that its engine replaces, such as `{{inputs.parameters.policy}}` of Argo Workflows. */
function isVariable(json: CheckedPod['json'], path: string): boolean {
  let value: unknown = json;
  for (const step of stepsOf(path)) value = (value as Readonly<Record<string, unknown>> | undefined)?.[step];
  return typeof value === 'string' && /\{\{|\$[({]/.test(value);
}
