import { isObject, listAt, objectAt, pointerStep, type JsonObject } from '../../kubernetes/manifest';
import { containersOf } from '../../kubernetes/pods';

/** Reference of a pod to an object in the API server. */
export interface ApiReference {
  /** JSON pointer in the pod's spec. */
  readonly pointer: string;
  readonly what: string;
}

/** Volumes that need an object, as in HasAPIObjectReference of the kubelet of Kubernetes 1.34 to 1.37. */
const VOLUMES: Readonly<Record<string, string>> = {
  configMap: 'a ConfigMap',
  secret: 'a Secret',
  persistentVolumeClaim: 'a volume claim',
  ephemeral: 'a volume claim',
  csi: 'a CSI driver',
  azureFile: 'a Secret',
  glusterfs: 'Endpoints',
};

/** Sources of projected volumes that need an object. */
const SOURCES: Readonly<Record<string, string>> = {
  configMap: 'a ConfigMap',
  secret: 'a Secret',
  serviceAccountToken: 'a token',
  clusterTrustBundle: 'a trust bundle',
  podCertificate: 'a certificate of the cluster',
};

/** Volumes that can refer to a Secret with `secretRef`. */
const WITH_SECRET = ['cephfs', 'cinder', 'flexVolume', 'iscsi', 'rbd', 'scaleIO', 'storageos'];

const ENVIRONMENT: Readonly<Record<string, string>> = {
  configMapKeyRef: 'a ConfigMap',
  secretKeyRef: 'a Secret',
  configMapRef: 'a ConfigMap',
  secretRef: 'a Secret',
};

/**
 * Finds the references in the spec of a pod to objects in the API server. A kubelet rejects a static pod with one, or, before
 * Kubernetes 1.34, never starts it.
 */
export function apiReferences(spec: JsonObject): ApiReference[] {
  const volumes = eachOf(spec, 'volumes').flatMap(({ value, pointer }) => [
    ...namedIn(value, VOLUMES, pointer),
    ...eachOf(objectAt(value, 'projected'), 'sources').flatMap((source) =>
      namedIn(source.value, SOURCES, `${pointer}/projected${source.pointer}`),
    ),
    ...WITH_SECRET.flatMap((kind) =>
      namedIn(objectAt(value, kind), { secretRef: 'a Secret' }, `${pointer}${pointerStep(kind)}`),
    ),
  ]);
  const environment = containersOf(spec).flatMap(({ container, pointer }) => [
    ...eachOf(container, 'env').flatMap((variable) =>
      namedIn(objectAt(variable.value, 'valueFrom'), ENVIRONMENT, `${pointer}${variable.pointer}/valueFrom`),
    ),
    ...eachOf(container, 'envFrom').flatMap((from) => namedIn(from.value, ENVIRONMENT, `${pointer}${from.pointer}`)),
  ]);
  const others = Object.entries({ imagePullSecrets: 'a Secret', resourceClaims: 'a claim of a device' }).flatMap(
    ([key, what]) => eachOf(spec, key).map(({ pointer }) => ({ pointer, what })),
  );
  return [...volumes, ...environment, ...others];
}

function eachOf(parent: JsonObject, key: string): { value: JsonObject; pointer: string }[] {
  return listAt(parent, key).flatMap((value, i) =>
    isObject(value) ? [{ value, pointer: `${pointerStep(key)}${pointerStep(i)}` }] : [],
  );
}

function namedIn(holder: JsonObject, kinds: Readonly<Record<string, string>>, pointer: string): ApiReference[] {
  return Object.entries(kinds)
    .filter(([key]) => holder[key] !== undefined && holder[key] !== null)
    .map(([key, what]) => ({ pointer: `${pointer}${pointerStep(key)}`, what }));
}
