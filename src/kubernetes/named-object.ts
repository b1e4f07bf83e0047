import type { ApiObjectMetadataDefinition } from 'cdk8s';
import { typeProblem } from '../diagnostics/expected-type';
import { quote } from '../diagnostics/input-error';
import { dnsSubdomain } from './syntax';

/**
 * Object of a cluster: its kind and its name. An `ApiObject` of cdk8s and a resource of any cdk8s-plus, such as a
 * `Secret` or an `ISecret` that is only looked up by name, have this shape.
 */
export interface INamedObject {
  /** Kind of the object, such as `Secret`. */
  readonly kind: string;
  /** Name of the object. */
  readonly name: string;
  /** Metadata of the object. Undefined if the object is only looked up by name. */
  readonly metadata?: ApiObjectMetadataDefinition;
}

/** Reference to an object of the cluster. */
export interface ObjectReference {
  readonly kind: string;
  readonly name: string;
  /** Namespace of the object. Undefined if it is unknown. */
  readonly namespace?: string;
  /** Problem of the name or the kind. Undefined if the reference is valid. */
  readonly problem?: string;
}

/**
 * Returns the reference to an object of a kind.
 * @param what words for the object in a problem
 */
export function referenceTo(
  kind: string,
  object: string | INamedObject,
  what = kind,
  syntax = dnsSubdomain,
): ObjectReference {
  if (typeof object !== 'string' && typeProblem(what, object, 'object') !== undefined)
    return { kind, name: '', problem: `${what} must be a ${kind} or its name, got ${quote(object)}` };
  const name = typeof object === 'string' ? object : object.name;
  const problem =
    typeof object === 'string' || object.kind === kind
      ? syntax(what, name)
      : `${what} must be a ${kind} or its name, got the ${object.kind} ${quote(name)}`;
  const namespace = typeof object === 'string' ? undefined : object.metadata?.namespace;
  return { kind, name, namespace, problem };
}

/** Problem of a pod that refers to an object in another namespace. */
export function namespaceProblem(
  { kind, name, namespace }: ObjectReference,
  ofPod: string | undefined,
): string | undefined {
  if (namespace === undefined || ofPod === undefined || namespace === ofPod) return undefined;
  return `${kind} ${quote(name)} must be in the app's namespace ${quote(ofPod)}, got ${quote(namespace)}: a pod can use only objects of its own namespace`;
}
