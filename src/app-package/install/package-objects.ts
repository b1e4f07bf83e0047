import { ensureObjectAt, groupOf, objectAt, stringAt, type JsonObject, type Manifest } from '../../kubernetes/manifest';
import { writeYaml } from '../../kubernetes/yaml/write-yaml';

/** Annotation of every object from a package: the app, its version, and the digest of its content. */
export const PACKAGE_ANNOTATION = 'secure-edge.dev/package';

/** Package that an object belongs to. */
export interface PackageIdentity {
  readonly app: string;
  readonly version: string;
  readonly digest: string;
}

/**
 * Annotates an object with its package. A kubelet restarts a pod if its file changes, so the pod is also restarted if the
 * content of an image changes and its name does not.
 */
export function nameAsOf(object: Manifest, { app, version, digest }: PackageIdentity): Manifest {
  const metadata = ensureObjectAt(object, 'metadata') ?? {};
  const annotations = ensureObjectAt(metadata, 'annotations');
  if (annotations) annotations[PACKAGE_ANNOTATION] = `${app} ${version} sha256:${digest}`;
  return object;
}

/** Returns the app of an object with these annotations. Undefined if it belongs to none. */
export function appOf(annotations: JsonObject): string | undefined {
  return stringAt(annotations, PACKAGE_ANNOTATION)?.split(' ')[0];
}

/** Returns the instruction to give an object of a cluster to an app. */
export function adoption(app: string): string {
  return `annotate it with ${PACKAGE_ANNOTATION}=${app}`;
}

/** Returns the identity of an object in an API server, regardless of the version of its kind. */
export function objectName(object: Manifest): string {
  const { name, namespace = 'default' } = objectAt(object, 'metadata');
  return [groupOf(stringAt(object, 'apiVersion') ?? ''), object['kind'], namespace, name].join(' ');
}

/** Writes objects as one YAML stream. */
export function toYaml(objects: ReadonlyArray<Manifest>): string {
  return objects.map((object) => writeYaml(object)).join('---\n');
}
