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
  const { unset, objects, lists } = preparedOf(fields);
  let read: JsonObject = value;
  for (const key of Object.keys(value)) {
    const child = value[key];
    const isZero = child === null || ((child === '' || child === 0) && unset.has(key));
    if (!isZero) continue;
    if (read === value) read = { ...value };
    delete read[key];
  }
  for (const [key, inner] of objects) {
    const child = read[key];
    if (child !== undefined) read = replaced(read, key, without(child, inner));
  }
  for (const [key, inner] of lists) {
    const list = read[key];
    if (Array.isArray(list)) read = replaced(read, key, eachWithout(list, inner));
  }
  return read as T;
}

/** Fields in the form in which they are looked up. */
interface Prepared {
  readonly unset: ReadonlySet<string>;
  readonly objects: ReadonlyArray<[string, Fields]>;
  readonly lists: ReadonlyArray<[string, Fields]>;
}

const prepared = new Map<Fields, Prepared>();

function preparedOf(fields: Fields): Prepared {
  const before = prepared.get(fields);
  if (before !== undefined) return before;
  const { unset, objects = {}, lists = {} } = fields;
  const made = { unset: new Set(unset), objects: Object.entries(objects), lists: Object.entries(lists) };
  prepared.set(fields, made);
  return made;
}

function eachWithout(list: ReadonlyArray<unknown>, fields: Fields): ReadonlyArray<unknown> {
  let items: unknown[] | undefined;
  for (let i = 0; i < list.length; i += 1) {
    const item = without(list[i], fields);
    if (item === list[i]) continue;
    items ??= [...list];
    items[i] = item;
  }
  return items ?? list;
}

/** Returns an object with another value of a field that it has. Returns the same object if the value is the same. */
function replaced(object: JsonObject, key: string, value: unknown): JsonObject {
  return object[key] === value ? object : { ...object, [key]: value };
}
