import { annotationsOf, groupOf, isObject, objectAt, stringAt, type JsonObject, type Manifest } from './manifest';
import { isNativeKind } from './native-kinds';

/** Kind of an object that an operator or a controller makes. */
export type MadeKind = 'ConfigMap' | 'PersistentVolumeClaim' | 'Pod' | 'Secret' | 'Service' | 'ServiceAccount';

/** Namespace that stands for every namespace, and label value that stands for every value. */
export const ANY = '*';

/** Object that a cluster makes out of another one. */
export interface MadeObject {
  readonly kind: Exclude<MadeKind, 'Pod'>;
  /** Name of the object. One `*` stands for a part that only the cluster knows. */
  readonly name: string;
  /** Namespace of the object, `*` for any. Undefined if it is that of the maker, and the maker does not set one. */
  readonly namespace?: string;
}

/** Pods that a cluster makes out of an object. */
export interface MadePods {
  /** Labels of the pods. The value `*` is known only to the cluster. */
  readonly labels: JsonObject;
  readonly namespace?: string;
}

/** All that a cluster makes out of an object. */
export interface Made {
  readonly objects: ReadonlyArray<MadeObject>;
  readonly pods: ReadonlyArray<MadePods>;
  /** True if the table has the kind of the object. */
  readonly isKnown: boolean;
  /** Namespaces in which it may make objects of any kind and name, such as those of a Helm chart. */
  readonly anythingIn: ReadonlyArray<string | undefined>;
}

/**
 * Text with fields of the maker: `{spec.secretName}`, or `{spec.secrets.*.name}` for each value of a list or a map. Of several
 * texts, the first one whose fields exist counts.
 */
type Text = string | ReadonlyArray<string>;

/** Row of the table: what a cluster makes out of objects of one kind. */
interface Maker {
  readonly secret?: ReadonlyArray<Text>;
  readonly configMap?: ReadonlyArray<Text>;
  readonly claim?: ReadonlyArray<Text>;
  readonly service?: ReadonlyArray<Text>;
  readonly serviceAccount?: ReadonlyArray<Text>;
  /** Labels of its pods. */
  readonly pods?: Readonly<Record<string, string>>;
  /** Path to more labels of its pods. */
  readonly podLabelsAt?: string;
  /** Namespace of what it makes. @default - its own */
  readonly namespace?: Text;
  /** True if it makes any objects. @default false */
  readonly anything?: boolean;
}

const OWN = '{metadata.name}';

/** Labels that the Prometheus operator gives to the pods of each of its kinds. */
const ofPrometheusOperator = (name: string): Maker => ({
  pods: {
    'app.kubernetes.io/name': name,
    'app.kubernetes.io/instance': OWN,
    'app.kubernetes.io/managed-by': 'prometheus-operator',
    'app.kubernetes.io/version': ANY,
    'operator.prometheus.io/name': OWN,
    'operator.prometheus.io/shard': ANY,
    [name]: OWN,
  },
  podLabelsAt: 'spec.podMetadata.labels',
  service: [`${name}-operated`],
  secret: [`${name}-${OWN}*`],
  configMap: [`${name}-${OWN}*`],
});

/** Labels that Strimzi gives to the pods of each of its kinds. */
const ofStrimzi = (kind: string): Maker => ({
  pods: {
    'strimzi.io/cluster': OWN,
    'strimzi.io/kind': kind,
    'strimzi.io/name': ANY,
    'strimzi.io/component-type': ANY,
    'strimzi.io/pool-name': ANY,
    'strimzi.io/broker-role': ANY,
    'strimzi.io/controller-role': ANY,
    'app.kubernetes.io/name': ANY,
    'app.kubernetes.io/instance': OWN,
    'app.kubernetes.io/managed-by': ANY,
    'app.kubernetes.io/part-of': ANY,
  },
  secret: [`${OWN}-*`],
  configMap: [`${OWN}-*`],
  service: [`${OWN}-*`],
  serviceAccount: [`${OWN}-*`],
});

/** Labels that the operator of Elastic gives to the pods of each of its kinds. */
const ofElastic = (label: string, type: string, short: string): Maker => ({
  pods: {
    [`${label}.k8s.elastic.co/${label === 'elasticsearch' ? 'cluster-name' : 'name'}`]: OWN,
    'common.k8s.elastic.co/type': type,
  },
  podLabelsAt: 'spec.podTemplate.metadata.labels',
  secret: [`${OWN}-${short}-*`],
  configMap: [`${OWN}-${short}-*`],
  service: [`${OWN}-${short}-*`],
});

const SECRET_OF_NAME: Maker = { secret: [OWN] };
const CHART: Maker = { anything: true, namespace: ['{spec.targetNamespace}', '{metadata.namespace}'] };

/** Kinds of other API groups that make Kubernetes objects, as `GROUP/KIND`. */
const MAKERS: Readonly<Record<string, Maker>> = {
  // certificates
  'cert-manager.io/Certificate': { secret: ['{spec.secretName}'] },
  'cert-manager.io/Issuer': { secret: ['{spec.acme.privateKeySecretRef.name}'] },
  'cert-manager.io/ClusterIssuer': { secret: ['{spec.acme.privateKeySecretRef.name}'], namespace: ANY },
  'acme.cert-manager.io/Challenge': {
    pods: {
      'acme.cert-manager.io/http01-solver': 'true',
      'acme.cert-manager.io/http-domain': ANY,
      'acme.cert-manager.io/http-token': ANY,
    },
  },
  'trust.cert-manager.io/Bundle': { configMap: [OWN], secret: [OWN], namespace: ANY },
  // secrets of a vault
  'external-secrets.io/ExternalSecret': {
    secret: [['{spec.target.name}', OWN]],
    configMap: [['{spec.target.name}', OWN]],
  },
  'external-secrets.io/ClusterExternalSecret': {
    secret: [['{spec.externalSecretSpec.target.name}', '{spec.externalSecretName}', OWN]],
    namespace: ANY,
  },
  'bitnami.com/SealedSecret': { secret: [OWN, '{spec.template.metadata.name}'] },
  'secrets-store.csi.x-k8s.io/SecretProviderClass': { secret: ['{spec.secretObjects.*.secretName}'] },
  'secrets.hashicorp.com/VaultStaticSecret': { secret: ['{spec.destination.name}'] },
  'secrets.hashicorp.com/VaultDynamicSecret': { secret: ['{spec.destination.name}'] },
  'secrets.hashicorp.com/VaultPKISecret': { secret: ['{spec.destination.name}'] },
  'secrets.hashicorp.com/HCPVaultSecretsApp': { secret: ['{spec.destination.name}'] },
  'ricoberger.de/VaultSecret': SECRET_OF_NAME,
  'vault.banzaicloud.com/Vault': {
    secret: [`${OWN}-*`],
    service: [OWN, `${OWN}-*`],
    pods: { 'app.kubernetes.io/name': 'vault', vault_cr: OWN, global_vault_cr: OWN },
  },
  'secrets.infisical.com/InfisicalSecret': {
    secret: ['{spec.managedSecretReference.secretName}', '{spec.managedKubeSecretReferences.*.secretName}'],
    configMap: ['{spec.managedKubeConfigMapReferences.*.configMapName}'],
    namespace: [
      '{spec.managedSecretReference.secretNamespace}',
      '{spec.managedKubeSecretReferences.*.secretNamespace}',
      '{metadata.namespace}',
    ],
  },
  'onepassword.com/OnePasswordItem': SECRET_OF_NAME,
  'secrets.doppler.com/DopplerSecret': {
    secret: ['{spec.managedSecret.name}'],
    namespace: ['{spec.managedSecret.namespace}', '{metadata.namespace}'],
  },
  'k8s.bitwarden.com/BitwardenSecret': { secret: ['{spec.secretName}'] },
  'isindir.github.com/SopsSecret': { secret: ['{spec.secretTemplates.*.name}'] },
  'spv.no/AzureKeyVaultSecret': { secret: ['{spec.output.secret.name}'], configMap: ['{spec.output.configMap.name}'] },
  'services.k8s.aws/FieldExport': { secret: ['{spec.to.name}'], configMap: ['{spec.to.name}'] },
  'kubernetes-client.io/ExternalSecret': SECRET_OF_NAME,
  'secretgenerator.mittwald.de/StringSecret': SECRET_OF_NAME,
  'secretgenerator.mittwald.de/SSHKeyPair': SECRET_OF_NAME,
  'secretgenerator.mittwald.de/BasicAuth': SECRET_OF_NAME,
  'servicecatalog.k8s.io/ServiceBinding': { secret: [['{spec.secretName}', OWN]] },
  'services.cloud.sap.com/ServiceBinding': { secret: [['{spec.secretName}', OWN]] },
  'infra.contrib.fluxcd.io/Terraform': { secret: ['{spec.writeOutputsToSecret.name}'] },
  // monitoring
  'monitoring.coreos.com/Prometheus': ofPrometheusOperator('prometheus'),
  'monitoring.coreos.com/PrometheusAgent': ofPrometheusOperator('prometheus-agent'),
  'monitoring.coreos.com/Alertmanager': ofPrometheusOperator('alertmanager'),
  'monitoring.coreos.com/ThanosRuler': ofPrometheusOperator('thanos-ruler'),
  'grafana.integreatly.org/Grafana': {
    pods: { app: OWN },
    podLabelsAt: 'spec.deployment.spec.template.metadata.labels',
    secret: [`${OWN}-*`],
    configMap: [`${OWN}-*`],
    service: [`${OWN}-service`],
    serviceAccount: [`${OWN}-sa`],
  },
  'opentelemetry.io/OpenTelemetryCollector': {
    pods: {
      'app.kubernetes.io/component': 'opentelemetry-collector',
      'app.kubernetes.io/instance': ANY,
      'app.kubernetes.io/managed-by': 'opentelemetry-operator',
      'app.kubernetes.io/name': `${OWN}-collector`,
      'app.kubernetes.io/part-of': 'opentelemetry',
      'app.kubernetes.io/version': ANY,
    },
    podLabelsAt: 'metadata.labels',
    service: [`${OWN}-collector*`],
    configMap: [`${OWN}-collector*`],
    serviceAccount: [`${OWN}-collector`],
  },
  'jaegertracing.io/Jaeger': {
    pods: {
      app: 'jaeger',
      'app.kubernetes.io/component': ANY,
      'app.kubernetes.io/instance': OWN,
      'app.kubernetes.io/managed-by': 'jaeger-operator',
      'app.kubernetes.io/name': ANY,
      'app.kubernetes.io/part-of': 'jaeger',
    },
    service: [`${OWN}-*`],
    secret: [`${OWN}-*`],
    configMap: [`${OWN}-*`],
    serviceAccount: [OWN, `${OWN}-*`],
  },
  // databases and queues
  'postgresql.cnpg.io/Cluster': {
    pods: {
      'cnpg.io/cluster': OWN,
      'cnpg.io/instanceName': ANY,
      'cnpg.io/instanceRole': ANY,
      'cnpg.io/podRole': ANY,
      role: ANY,
    },
    podLabelsAt: 'spec.inheritedMetadata.labels',
    secret: [`${OWN}-*`],
    configMap: [`${OWN}-*`],
    service: [`${OWN}-rw`, `${OWN}-ro`, `${OWN}-r`],
    serviceAccount: [OWN],
    claim: [`${OWN}-*`],
  },
  'postgresql.cnpg.io/Pooler': {
    pods: { 'cnpg.io/poolerName': OWN, 'cnpg.io/cluster': ANY, 'cnpg.io/podRole': ANY },
    podLabelsAt: 'spec.template.metadata.labels',
    service: [OWN],
    serviceAccount: [OWN],
  },
  'acid.zalan.do/postgresql': {
    pods: { application: 'spilo', 'cluster-name': OWN, 'spilo-role': ANY, team: ANY },
    secret: [`*.${OWN}.credentials.postgresql.acid.zalan.do`],
    service: [OWN, `${OWN}-repl`, `${OWN}-pooler*`],
  },
  'postgres-operator.crunchydata.com/PostgresCluster': {
    pods: {
      'postgres-operator.crunchydata.com/cluster': OWN,
      'postgres-operator.crunchydata.com/instance': ANY,
      'postgres-operator.crunchydata.com/instance-set': ANY,
      'postgres-operator.crunchydata.com/role': ANY,
      'postgres-operator.crunchydata.com/data': ANY,
    },
    secret: [`${OWN}-*`],
    configMap: [`${OWN}-*`],
    service: [`${OWN}-*`],
  },
  'mongodbcommunity.mongodb.com/MongoDBCommunity': {
    pods: { app: `${OWN}-svc` },
    secret: [`${OWN}-*`],
    service: [`${OWN}-svc`],
  },
  'k8s.mariadb.com/MariaDB': {
    pods: { 'app.kubernetes.io/name': 'mariadb', 'app.kubernetes.io/instance': OWN },
    podLabelsAt: 'spec.inheritMetadata.labels',
    secret: [`${OWN}-*`, '{spec.rootPasswordSecretKeyRef.name}', '{spec.passwordSecretKeyRef.name}'],
    configMap: [`${OWN}-*`],
    service: [OWN, `${OWN}-*`],
    serviceAccount: [OWN],
  },
  'rabbitmq.com/RabbitmqCluster': {
    pods: {
      'app.kubernetes.io/name': OWN,
      'app.kubernetes.io/component': 'rabbitmq',
      'app.kubernetes.io/part-of': 'rabbitmq',
    },
    secret: [`${OWN}-*`],
    configMap: [`${OWN}-*`],
    service: [OWN, `${OWN}-nodes`],
    serviceAccount: [`${OWN}-server`],
  },
  'kafka.strimzi.io/Kafka': ofStrimzi('Kafka'),
  'kafka.strimzi.io/KafkaConnect': ofStrimzi('KafkaConnect'),
  'kafka.strimzi.io/KafkaBridge': ofStrimzi('KafkaBridge'),
  'kafka.strimzi.io/KafkaMirrorMaker2': ofStrimzi('KafkaMirrorMaker2'),
  'kafka.strimzi.io/KafkaUser': SECRET_OF_NAME,
  'elasticsearch.k8s.elastic.co/Elasticsearch': ofElastic('elasticsearch', 'elasticsearch', 'es'),
  'kibana.k8s.elastic.co/Kibana': ofElastic('kibana', 'kibana', 'kb'),
  'apm.k8s.elastic.co/ApmServer': ofElastic('apm', 'apm-server', 'apm'),
  'k8s.keycloak.org/Keycloak': {
    pods: {
      app: 'keycloak',
      'app.kubernetes.io/instance': OWN,
      'app.kubernetes.io/managed-by': 'keycloak-operator',
      'app.kubernetes.io/component': ANY,
    },
    secret: [`${OWN}-initial-admin`],
    service: [`${OWN}-service`, `${OWN}-discovery`],
  },
  // storage
  'objectbucket.io/ObjectBucketClaim': { secret: [OWN], configMap: [OWN] },
  'ceph.rook.io/CephObjectStoreUser': { secret: [`rook-ceph-object-user-{spec.store}-${OWN}`] },
  'ceph.rook.io/CephCluster': {
    secret: ['rook-*', 'rook-ceph-*'],
    configMap: ['rook-*'],
    service: ['rook-ceph-*'],
    pods: { app: ANY, rook_cluster: ANY, ceph_daemon_type: ANY, ceph_daemon_id: ANY, mon_cluster: ANY },
  },
  'ceph.rook.io/CephClient': { secret: [`rook-ceph-client-${OWN}`] },
  'cdi.kubevirt.io/DataVolume': { claim: [OWN] },
  // workloads
  'serving.knative.dev/Service': { service: [OWN, `${OWN}-*`] },
  'cluster.x-k8s.io/Cluster': { secret: [`${OWN}-*`] },
  // charts and other sources whose content is elsewhere
  'helm.toolkit.fluxcd.io/HelmRelease': CHART,
  'helm.cattle.io/HelmChart': CHART,
  'k3s.cattle.io/Addon': { anything: true, namespace: ANY },
  'kustomize.toolkit.fluxcd.io/Kustomization': { anything: true, namespace: ['{spec.targetNamespace}', ANY] },
  'argoproj.io/Application': { anything: true, namespace: ['{spec.destination.namespace}', ANY] },
  'argoproj.io/ApplicationSet': { anything: true, namespace: ANY },
  'fleet.cattle.io/GitRepo': { anything: true, namespace: ['{spec.targetNamespace}', ANY] },
  'fleet.cattle.io/HelmOp': { anything: true, namespace: ['{spec.namespace}', '{spec.defaultNamespace}', ANY] },
};

/** Annotations of objects of Kubernetes that make a controller create others. */
const ANNOTATIONS: Readonly<Record<string, (object: Manifest, value: string) => MadeObject[]>> = {
  // cert-manager makes the certificates of an Ingress
  'cert-manager.io/issuer': tlsSecrets,
  'cert-manager.io/cluster-issuer': tlsSecrets,
  'kubernetes.io/tls-acme': tlsSecrets,
  // OpenShift makes the certificate of a Service
  'service.beta.openshift.io/serving-cert-secret-name': (object, name) => [made('Secret', name, namespaceOf(object))],
  'service.alpha.openshift.io/serving-cert-secret-name': (object, name) => [made('Secret', name, namespaceOf(object))],
  // replicators copy an object to other namespaces
  'reflector.v1.k8s.emberstack.com/reflection-allowed': copies,
  'reflector.v1.k8s.emberstack.com/reflection-auto-enabled': copies,
  'replicator.v1.mittwald.de/replicate-to': copies,
  'replicator.v1.mittwald.de/replicate-to-matching': copies,
  'kubed.appscode.com/sync': copies,
  'config-syncer.appscode.com/sync': copies,
};

/** Objects that every namespace has: those of Kubernetes itself, of OpenShift, and of Istio. */
const IN_EVERY_NAMESPACE: ReadonlyArray<MadeObject> = [
  made('ConfigMap', 'kube-root-ca.crt', ANY),
  made('ConfigMap', 'openshift-service-ca.crt', ANY),
  made('ConfigMap', 'istio-ca-root-cert', ANY),
  made('ServiceAccount', 'default', ANY),
];

/** Returns true if every namespace has an object of a kind and a name. */
export function isInEveryNamespace(kind: MadeKind, name: string): boolean {
  return IN_EVERY_NAMESPACE.some((each) => each.kind === kind && each.name === name);
}

/**
 * Returns what a cluster makes out of an object: an operator out of its custom resource, or Kubernetes out of one of its own. The
 * operator itself may be in other manifests.
 */
export function madeOutOf(object: Manifest): Made {
  const group = groupOf(stringAt(object, 'apiVersion') ?? '');
  const kind = stringAt(object, 'kind') ?? '';
  const key = `${group}/${kind}`;
  const maker = Object.hasOwn(MAKERS, key) ? MAKERS[key] : undefined;
  const annotated = annotationMakers(object);
  if (maker === undefined) {
    const claims = isNativeKind(group, kind) && kind === 'StatefulSet' ? claimsOf(object) : [];
    const written = group.includes('.') ? connectionSecrets(object) : [];
    const generated = key === 'kyverno.io/ClusterPolicy' || key === 'kyverno.io/Policy' ? generatedBy(object) : [];
    return { objects: [...annotated, ...claims, ...written, ...generated], pods: [], isKnown: false, anythingIn: [] };
  }
  const namespaces = maker.namespace === undefined ? [namespaceOf(object)] : textsOf(object, maker.namespace);
  const objects = namespaces.flatMap((namespace) =>
    COLUMNS.flatMap(([column, made]) =>
      (maker[column] ?? []).flatMap((text) => textsOf(object, text).map((name) => ({ kind: made, name, namespace }))),
    ),
  );
  const pods = maker.pods === undefined ? [] : [{ labels: labelsOf(object, maker), namespace: namespaceOf(object) }];
  // a target namespace that is unset is that of the object
  const anything = namespaces.length > 0 ? namespaces : [namespaceOf(object)];
  return {
    objects: [...objects, ...annotated],
    pods,
    isKnown: true,
    anythingIn: maker.anything === true ? anything : [],
  };
}

const COLUMNS = [
  ['secret', 'Secret'],
  ['configMap', 'ConfigMap'],
  ['claim', 'PersistentVolumeClaim'],
  ['service', 'Service'],
  ['serviceAccount', 'ServiceAccount'],
] as const;

function made(kind: MadeObject['kind'], name: string, namespace: string | undefined): MadeObject {
  return { kind, name, namespace };
}

function namespaceOf(object: Manifest): string | undefined {
  return stringAt(objectAt(object, 'metadata'), 'namespace');
}

function labelsOf(object: Manifest, { pods = {}, podLabelsAt }: Maker): JsonObject {
  const own = Object.entries(pods).flatMap(([key, text]) =>
    textsOf(object, text).map((value) => [key, value] as const),
  );
  const more = podLabelsAt === undefined ? [] : valuesAt(object, podLabelsAt.split('.')).filter(isObject);
  return Object.assign(Object.fromEntries(own) as JsonObject, ...more) as JsonObject;
}

/** Returns the texts with their fields filled in, of the first text whose fields exist. */
function textsOf(object: Manifest, text: Text): string[] {
  for (const each of typeof text === 'string' ? [text] : text) {
    const filled = filledIn(object, each);
    if (filled.length > 0) return filled;
  }
  return [];
}

/** Returns a text with its fields filled in: once for each value of the last field with several values. */
function filledIn(object: Manifest, text: string): string[] {
  const fields = [...text.matchAll(/\{([^{}]+)\}/g)];
  let texts = [text];
  for (const [field, path = ''] of fields) {
    const values = valuesAt(object, path.split('.')).filter(
      (value) => typeof value === 'string' && value !== '',
    ) as string[];
    texts = values.flatMap((value) => texts.map((each) => each.replace(field, () => value)));
  }
  return texts;
}

function valuesAt(value: unknown, [key, ...rest]: ReadonlyArray<string>): unknown[] {
  if (key === undefined) return [value];
  if (typeof value !== 'object' || value === null) return [];
  if (key === ANY) return Object.values(value as JsonObject).flatMap((each) => valuesAt(each, rest));
  return isObject(value) && Object.hasOwn(value, key) ? valuesAt(value[key], rest) : [];
}

function annotationMakers(object: Manifest): MadeObject[] {
  return Object.entries(annotationsOf(object)).flatMap(([key, value]) =>
    Object.hasOwn(ANNOTATIONS, key) && typeof value === 'string' && value !== 'false'
      ? (ANNOTATIONS[key]?.(object, value) ?? [])
      : [],
  );
}

/** Secrets of an Ingress or of a Gateway. */
function tlsSecrets(object: Manifest): MadeObject[] {
  const paths = ['{spec.tls.*.secretName}', '{spec.listeners.*.tls.certificateRefs.*.name}'];
  return paths.flatMap((path) => filledIn(object, path)).map((name) => made('Secret', name, namespaceOf(object)));
}

function copies(object: Manifest): MadeObject[] {
  const name = stringAt(objectAt(object, 'metadata'), 'name');
  const kind = stringAt(object, 'kind');
  if (name === undefined || (kind !== 'Secret' && kind !== 'ConfigMap')) return [];
  return [made(kind, name, ANY)];
}

/** Claims that a StatefulSet makes for its pods: `TEMPLATE-NAME-NUMBER`. */
function claimsOf(object: Manifest): MadeObject[] {
  return filledIn(object, `{spec.volumeClaimTemplates.*.metadata.name}-${OWN}-${ANY}`).map((name) =>
    made('PersistentVolumeClaim', name, namespaceOf(object)),
  );
}

/** Secret for the connection to a resource of Crossplane, of any kind. */
function connectionSecrets(object: Manifest): MadeObject[] {
  const reference = objectAt(objectAt(object, 'spec'), 'writeConnectionSecretToRef');
  const name = stringAt(reference, 'name');
  return name === undefined ? [] : [made('Secret', name, stringAt(reference, 'namespace') ?? namespaceOf(object))];
}

/** Objects that a policy of Kyverno generates. Names with variables are known only to the cluster. */
function generatedBy(object: Manifest): MadeObject[] {
  return valuesAt(object, ['spec', 'rules', ANY, 'generate']).flatMap((generate) => {
    if (!isObject(generate)) return [];
    const kind = stringAt(generate, 'kind');
    const named = COLUMNS.find(([, each]) => each === kind);
    if (named === undefined) return [];
    return [made(named[1], withoutVariables(stringAt(generate, 'name') ?? ANY), ANY)];
  });
}

function withoutVariables(name: string): string {
  const start = name.indexOf('{{');
  const end = name.lastIndexOf('}}');
  return start < 0 || end < start ? name : name.slice(0, start) + ANY + name.slice(end + 2);
}
