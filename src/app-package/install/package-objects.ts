import { ensureObjectAt, groupOf, objectAt, stringAt, type JsonObject, type Manifest } from '../../kubernetes/manifest';
import { writeYaml } from '../../kubernetes/yaml/write-yaml';

/** Annotation of every object that a package brings: the app first, then its version and the digest of its content. */
const PACKAGE_ANNOTATION = 'secure-edge.dev/package';

/** What an object belongs to. */
export interface PackageIdentity {
  readonly app: string;
  readonly version: string;
  readonly digest: string;
}

/**
 * Writes on an object which package it is of. A kubelet starts a pod anew when its file changes: so it must when an image of
 * the same name does.
 */
export function nameAsOf(object: Manifest, { app, version, digest }: PackageIdentity): Manifest {
  const metadata = ensureObjectAt(object, 'metadata') ?? {};
  const annotations = ensureObjectAt(metadata, 'annotations');
  if (annotations) annotations[PACKAGE_ANNOTATION] = `${app} ${version} sha256:${digest}`;
  return object;
}

/** The app that an object with these annotations is of; undefined: none. */
export function appOf(annotations: JsonObject): string | undefined {
  return stringAt(annotations, PACKAGE_ANNOTATION)?.split(' ')[0];
}

/** How a user hands an object of a cluster to an app. */
export function adoption(app: string): string {
  return `annotate it with ${PACKAGE_ANNOTATION}=${app}`;
}

/** What an API server tells objects apart by, whatever version of the kind. */
export function objectName(object: Manifest): string {
  const { name, namespace = 'default' } = objectAt(object, 'metadata');
  return [groupOf(stringAt(object, 'apiVersion') ?? ''), object['kind'], namespace, name].join(' ');
}

export function toYaml(objects: ReadonlyArray<Manifest>): string {
  return objects.map((object) => writeYaml(object)).join('---\n');
}
