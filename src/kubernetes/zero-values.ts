import { groupOf, isObject, stringAt, type JsonObject } from './manifest';

/*
 * Fields that the API server reads as unset if they have the zero value of Go: an empty text, 0 or null. It then fills in its
 * default. Fields whose type is a pointer, such as `runtimeClassName` or `replicas`, keep an empty text or 0.
 */

/** Fields of an object: those that a zero value leaves unset, and objects and lists of objects inside. */
interface Fields {
  readonly unset?: ReadonlyArray<string>;
  readonly objects?: Readonly<Record<string, Fields>>;
  readonly lists?: Readonly<Record<string, Fields>>;
}

const PROBE: Fields = {
  unset: ['initialDelaySeconds', 'periodSeconds', 'timeoutSeconds', 'successThreshold', 'failureThreshold'],
  objects: {
    httpGet: { unset: ['host', 'path', 'scheme'] },
    tcpSocket: { unset: ['host'] },
    exec: {},
    grpc: {},
  },
};

const HANDLER: Fields = { objects: { httpGet: { unset: ['host', 'path', 'scheme'] }, tcpSocket: { unset: ['host'] } } };

const SECURITY: Fields = {
  objects: { capabilities: {}, seLinuxOptions: { unset: ['level', 'role', 'type', 'user'] }, windowsOptions: {} },
};

const CONTAINER: Fields = {
  unset: ['image', 'imagePullPolicy', 'terminationMessagePath', 'terminationMessagePolicy', 'workingDir'],
  objects: {
    lifecycle: { objects: { postStart: HANDLER, preStop: HANDLER } },
    livenessProbe: PROBE,
    readinessProbe: PROBE,
    resources: {},
    securityContext: SECURITY,
    startupProbe: PROBE,
  },
  lists: {
    env: { objects: { valueFrom: {} } },
    ports: { unset: ['hostIP', 'hostPort', 'name', 'protocol'] },
    volumeMounts: { unset: ['subPath', 'subPathExpr'] },
  },
};

const POD_SPEC: Fields = {
  unset: [
    'dnsPolicy',
    'hostname',
    'nodeName',
    'priorityClassName',
    'restartPolicy',
    'schedulerName',
    'serviceAccount',
    'serviceAccountName',
    'subdomain',
  ],
  objects: { os: {}, resources: {}, securityContext: SECURITY },
  lists: {
    containers: CONTAINER,
    ephemeralContainers: CONTAINER,
    imagePullSecrets: { unset: ['name'] },
    initContainers: CONTAINER,
    volumes: {
      objects: {
        configMap: { unset: ['name'] },
        emptyDir: { unset: ['medium'] },
        image: { unset: ['pullPolicy', 'reference'] },
        secret: { unset: ['secretName'] },
      },
    },
  },
};

const METADATA: Fields = { unset: ['generateName', 'name', 'namespace'] };

const BINDING: Fields = {
  objects: { roleRef: { unset: ['apiGroup'] } },
  lists: { subjects: { unset: ['apiGroup', 'namespace'] } },
};

/** Fields of the kinds of Kubernetes, by API group and kind. */
const OF_KIND: Readonly<Record<string, Fields>> = {
  '/PersistentVolume': { objects: { spec: { unset: ['persistentVolumeReclaimPolicy', 'storageClassName'] } } },
  '/PersistentVolumeClaim': { objects: { spec: { unset: ['volumeName'] } } },
  '/Service': {
    objects: {
      spec: {
        unset: ['clusterIP', 'externalName', 'externalTrafficPolicy', 'loadBalancerIP', 'sessionAffinity', 'type'],
        lists: { ports: { unset: ['name', 'nodePort', 'protocol', 'targetPort'] } },
      },
    },
  },
  'apps/DaemonSet': { objects: { spec: { objects: { updateStrategy: { unset: ['type'] } } } } },
  'apps/Deployment': { objects: { spec: { objects: { strategy: { unset: ['type'] } } } } },
  'apps/StatefulSet': {
    objects: {
      spec: { unset: ['podManagementPolicy', 'serviceName'], objects: { updateStrategy: { unset: ['type'] } } },
    },
  },
  'batch/CronJob': { objects: { spec: { unset: ['concurrencyPolicy'] } } },
  'rbac.authorization.k8s.io/ClusterRoleBinding': BINDING,
  'rbac.authorization.k8s.io/RoleBinding': BINDING,
};

/** Returns a pod spec as the API server reads it: without fields that have a zero value. Returns the same object if there are none. */
export function withoutZeroValues(spec: JsonObject): JsonObject {
  return without(spec, POD_SPEC);
}

/**
 * Returns an object as the API server reads it: without fields of its metadata and its kind that have a zero value. The pods in
 * it are unchanged. Returns the same object if there are none.
 */
export function withoutZeroFields(object: JsonObject): JsonObject {
  const key = `${groupOf(stringAt(object, 'apiVersion') ?? '')}/${stringAt(object, 'kind') ?? ''}`;
  const fields = Object.hasOwn(OF_KIND, key) ? OF_KIND[key] : undefined;
  const named = replaced(object, 'metadata', without(object['metadata'], METADATA));
  return fields === undefined ? named : without(named, fields);
}

function without<T>(value: T, fields: Fields): T {
  if (!isObject(value)) return value;
  let read: JsonObject = value;
  for (const [key, child] of Object.entries(value)) {
    const isZero = child === null || ((child === '' || child === 0) && fields.unset?.includes(key) === true);
    if (!isZero) continue;
    if (read === value) read = { ...value };
    delete read[key];
  }
  for (const [key, inner] of Object.entries(fields.objects ?? {}))
    read = replaced(read, key, without(read[key], inner));
  for (const [key, inner] of Object.entries(fields.lists ?? {})) {
    const list = read[key];
    if (Array.isArray(list)) read = replaced(read, key, eachWithout(list, inner));
  }
  return read as T;
}

function eachWithout(list: ReadonlyArray<unknown>, fields: Fields): ReadonlyArray<unknown> {
  const items = list.map((item) => without(item, fields));
  return items.some((item, i) => item !== list[i]) ? items : list;
}

/** Returns an object with another value of a field that it has. Returns the same object if the value is the same. */
function replaced(object: JsonObject, key: string, value: unknown): JsonObject {
  return object[key] === value ? object : { ...object, [key]: value };
}
