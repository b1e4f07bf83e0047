import type { JsonObject } from '../../src/kubernetes/manifest';

/** Object of a kind with pods, and the pointers of its pods. */
export interface Workload {
  readonly name: string;
  readonly object: JsonObject;
  readonly pods: string[];
  /** Unset for a template, which has metadata. */
  readonly annotatable?: boolean;
}

const spec = (): JsonObject => ({ containers: [{ name: 'main', image: 'busybox' }] });
const template = (): JsonObject => ({ metadata: { labels: { app: 'x' } }, spec: spec() });
const workloadSpec = (): JsonObject => ({ selector: { matchLabels: { app: 'x' } }, template: template() });
const object = (apiVersion: string, kind: string, rest: JsonObject): JsonObject => ({
  apiVersion,
  kind,
  metadata: { name: 'x' },
  ...rest,
});
const controller = (apiVersion: string, kind: string): Workload => ({
  name: `${kind} of ${apiVersion}`,
  object: object(apiVersion, kind, { spec: workloadSpec() }),
  pods: ['/spec/template'],
});

/** One object of every kind with pods. */
export const workloads: Workload[] = [
  { name: 'Pod', object: object('v1', 'Pod', { spec: spec() }), pods: [''] },
  { name: 'PodTemplate', object: object('v1', 'PodTemplate', { template: template() }), pods: ['/template'] },
  controller('v1', 'ReplicationController'),
  controller('apps/v1', 'ReplicaSet'),
  controller('apps/v1', 'Deployment'),
  controller('extensions/v1beta1', 'Deployment'),
  controller('apps/v1', 'DaemonSet'),
  controller('extensions/v1beta1', 'DaemonSet'),
  controller('apps/v1', 'StatefulSet'),
  controller('batch/v1', 'Job'),
  {
    name: 'CronJob',
    object: object('batch/v1', 'CronJob', { spec: { jobTemplate: { spec: { template: template() } } } }),
    pods: ['/spec/jobTemplate/spec/template'],
  },
  {
    name: 'YurtAppSet with a Deployment',
    object: object('apps.openyurt.io/v1beta1', 'YurtAppSet', {
      spec: { workload: { workloadTemplate: { deploymentTemplate: { spec: workloadSpec() } } } },
    }),
    pods: ['/spec/workload/workloadTemplate/deploymentTemplate/spec/template'],
  },
  {
    name: 'YurtAppSet with a StatefulSet',
    object: object('apps.openyurt.io/v1beta1', 'YurtAppSet', {
      spec: { workload: { workloadTemplate: { statefulSetTemplate: { spec: workloadSpec() } } } },
    }),
    pods: ['/spec/workload/workloadTemplate/statefulSetTemplate/spec/template'],
  },
  ...['YurtAppSet', 'YurtAppDaemon'].map((kind) => ({
    name: `${kind} of v1alpha1`,
    object: object('apps.openyurt.io/v1alpha1', kind, {
      spec: {
        workloadTemplate: {
          deploymentTemplate: { spec: workloadSpec() },
          statefulSetTemplate: { spec: workloadSpec() },
        },
      },
    }),
    pods: [
      '/spec/workloadTemplate/deploymentTemplate/spec/template',
      '/spec/workloadTemplate/statefulSetTemplate/spec/template',
    ],
  })),
  {
    name: 'YurtStaticSet',
    object: object('apps.openyurt.io/v1alpha1', 'YurtStaticSet', {
      spec: { staticPodManifest: 'x', template: template() },
    }),
    pods: ['/spec/template'],
  },
  ...['DeploymentGrid', 'StatefulSetGrid'].map((kind) => ({
    name: kind,
    object: object('superedge.io/v1', kind, {
      spec: {
        gridUniqKey: 'zone',
        template: workloadSpec(),
        templatePool: { 'a/b': workloadSpec(), c: workloadSpec() },
      },
    }),
    pods: ['/spec/template/template', '/spec/templatePool/a~1b/template', '/spec/templatePool/c/template'],
  })),
  {
    name: 'Akri Configuration with a broker pod',
    object: object('akri.sh/v0', 'Configuration', { spec: { brokerSpec: { brokerPodSpec: spec() } } }),
    pods: ['/spec/brokerSpec/brokerPodSpec'],
    annotatable: false,
  },
  {
    name: 'Akri Configuration with a broker job',
    object: object('akri.sh/v0', 'Configuration', {
      spec: { brokerSpec: { brokerJobSpec: { template: template() } } },
    }),
    pods: ['/spec/brokerSpec/brokerJobSpec/template'],
  },
];
