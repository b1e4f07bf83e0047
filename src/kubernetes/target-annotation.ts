import type { IConstruct } from 'constructs';
import { annotationsOf, withAnnotation, type Manifest } from './manifest';

/** Annotation with the name of the target of a manifest, such as `1.30` or `izuma-edge`. */
export const TARGET_ANNOTATION = 'secure-edge.dev/kubernetes';

/** Mark of the objects of cdk8s, which is read without loading cdk8s. */
const API_OBJECT = Symbol.for('cdk8s.ApiObject');
const RECORDING = Symbol.for('cdk8s-secure-edge.target-recording');

/** Object of cdk8s, as far as it is used here. */
interface Rendering extends IConstruct {
  [RECORDING]?: true;
  toJson(): Manifest;
}

/** Returns the value of the annotation in a manifest; undefined if it is missing. */
export function targetIn(manifest: Manifest): unknown {
  return annotationsOf(manifest)[TARGET_ANNOTATION] ?? undefined;
}

/**
 * Returns a manifest with the name of its target, so that a check judges it for the same Kubernetes. An existing annotation
 * stays.
 * @param name undefined for the target that a check uses by default
 */
export function withTarget(manifest: Manifest, name: string | undefined): Manifest {
  if (name === undefined || targetIn(manifest) !== undefined) return manifest;
  return withAnnotation(manifest, TARGET_ANNOTATION, name);
}

/** Makes every object in a construct write the name of its target. */
export function recordTargets(scope: IConstruct, nameOf: (construct: IConstruct) => string | undefined): void {
  for (const construct of scope.node.findAll()) {
    if (!isRendering(construct) || construct[RECORDING] === true) continue;
    Object.defineProperty(construct, RECORDING, { value: true });
    const render = construct.toJson.bind(construct);
    construct.toJson = (): Manifest => withTarget(render(), nameOf(construct));
  }
}

function isRendering(construct: IConstruct): construct is Rendering {
  return API_OBJECT in construct;
}
