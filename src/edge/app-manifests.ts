import { harden } from '../hardening/harden';
import { ACKNOWLEDGE_ANNOTATION, renderAcknowledgements, type Acknowledgement } from '../kubernetes/acknowledgement';
import { inSeconds } from '../kubernetes/amount';
import { recordLosses } from '../kubernetes/loss';
import type { Kind } from '../kubernetes/features';
import type { JsonObject, Manifest } from '../kubernetes/manifest';
import type { INamedObject } from '../kubernetes/named-object';
import { networkPolicySpec } from '../network/network-policy';
import type { ImageMirror } from '../supply-chain/image-mirror';
import type { Autoscaler } from './autoscaler';
import type { DisruptionBudget } from './disruption-budget';
import type { Monitoring } from './monitoring';
import type { MountedFiles } from './mounted-files';
import { confine } from './pod-confinement';
import { podSpec, type NamedContainer } from './pod-spec';
import type { AppSettings } from './secure-edge-app-options';
import { defaultUpdate, workloadSpec, type WrittenShape } from './workload';

/** Label of an app's objects and pods that contains the app's name. */
export const NAME_LABEL = 'app.kubernetes.io/name';

/** Labels by which a Service or a policy selects the pods of an app. */
export function selectorOf({ name }: AppSettings): Record<string, string> {
  return { [NAME_LABEL]: name };
}

function labelsOf(app: AppSettings): Record<string, string> {
  return { ...app.labels, ...selectorOf(app) };
}

/** Parts of a workload that are not settings of its app. */
export interface WorkloadContent {
  readonly shape: WrittenShape;
  readonly containers: ReadonlyArray<NamedContainer>;
  readonly acknowledgements: ReadonlyArray<Acknowledgement>;
  /** Fields of the pod spec that the kind of app adds. */
  readonly podFields: JsonObject;
  /** True if an autoscaler sets the number of replicas. */
  readonly isScaled: boolean;
  /** Mirror of the app's images. */
  readonly mirror: ImageMirror | undefined;
}

/** Returns the hardened workload of an app. */
export function workloadManifest(app: AppSettings, content: WorkloadContent): Manifest {
  const { target, placement, life, update, podAnnotations = {} } = app;
  const { containers, acknowledgements, isScaled } = content;
  const { kind } = content.shape;
  const { spec, losses } = podSpecOf(app, content);
  const labels = labelsOf(app);
  const metadata = { labels, ...(Object.keys(podAnnotations).length > 0 && { annotations: podAnnotations }) };
  const parts = { target, kind, selector: selectorOf(app), placement, life, isScaled, template: { metadata, spec } };
  const manifest: Manifest = {
    apiVersion: target._apiVersion(kind),
    kind,
    metadata: {
      labels,
      annotations: {
        ...(kind === 'Pod' && podAnnotations),
        ...(acknowledgements.length > 0 && { [ACKNOWLEDGE_ANNOTATION]: renderAcknowledgements(acknowledgements) }),
      },
    },
    spec: workloadSpec({ ...parts, update: update ?? defaultUpdate(kind, containers) }),
  };
  confine(manifest, containers, target);
  recordLosses(manifest, losses);
  if (life.deleteAfter !== undefined && !target._supports('ttlSecondsAfterFinished'))
    recordLosses(manifest, [target._loss('ttlSecondsAfterFinished', String(life.deleteAfter))]);
  return harden(manifest, app.posture, target);
}

function podSpecOf(
  app: AppSettings,
  { shape, containers, podFields, mirror }: WorkloadContent,
): ReturnType<typeof podSpec> {
  const { pullSecrets = [], terminationGracePeriodSeconds: grace } = app;
  return podSpec({
    app: app.name,
    target: app.target,
    containers,
    identity: app.identity,
    placement: app.placement,
    byNodeName: shape.kind === 'Pod',
    restartPolicy: shape.restartPolicy,
    keepsRunning: app.life._kind === 'keeps-running',
    tmpSize: app.posture.tmpSize,
    hostname: app.hostname,
    dns: app.dns,
    sysctls: app.sysctls,
    runtimeClass: app.runtimeClass,
    priorityClass: app.priorityClass === undefined ? undefined : nameOf(app.priorityClass),
    spread: app.topologySpread,
    selector: selectorOf(app),
    pullSecrets: [...new Set([...pullSecrets.map(nameOf), ...(mirror?.pullSecrets ?? [])])],
    terminationGracePeriodSeconds: grace && inSeconds(grace),
    fields: podFields,
  });
}

function nameOf(object: string | INamedObject): string {
  return typeof object === 'string' ? object : object.name;
}

/** Returns the network policy of an app, which allows only its flows. */
export function networkPolicyManifest(app: AppSettings): Manifest {
  const { spec, losses } = networkPolicySpec({ matchLabels: selectorOf(app) }, app.ingress, app.egress, app.target);
  const manifest: Manifest = { metadata: { labels: labelsOf(app) }, spec };
  recordLosses(manifest, losses);
  return manifest;
}

/** Returns the Service of an exposed app. */
export function serviceManifest(app: AppSettings): Manifest {
  const { annotations, spec } = app.exposure._service(selectorOf(app), app.ports);
  return { metadata: { labels: labelsOf(app), annotations }, spec };
}

/** Returns the object that routes requests to the Service of an app. */
export function routeManifest(app: AppSettings, annotations: JsonObject, spec: JsonObject): Manifest {
  return { metadata: { labels: labelsOf(app), annotations }, spec };
}

/** Returns the Service of another name of an exposed app. */
export function aliasManifest(app: AppSettings): Manifest {
  const { annotations, spec } = app.exposure._aliasService(selectorOf(app), app.ports);
  return { metadata: { labels: labelsOf(app), annotations }, spec };
}

/** Returns the disruption budget of an app's replicas. */
export function disruptionBudgetManifest(app: AppSettings, budget: DisruptionBudget): Manifest {
  return { metadata: { labels: labelsOf(app) }, spec: budget._spec(selectorOf(app), app.target) };
}

/** Returns the autoscaler of an app's replicas. */
export function autoscalerManifest(app: AppSettings, autoscaler: Autoscaler, workload: Kind): Manifest {
  return { metadata: { labels: labelsOf(app) }, spec: autoscaler._spec(workload, app.name, app.target) };
}

/** Returns the monitor of an app's metrics. */
export function monitorManifest(app: AppSettings, monitoring: Monitoring): Manifest {
  const labels = { ...labelsOf(app), ...monitoring._labels };
  return { metadata: { labels }, spec: monitoring._spec(selectorOf(app), app.ports) };
}

/** Returns the service account of an app, without a token. */
export function serviceAccountManifest(app: AppSettings): Manifest {
  return { metadata: { labels: labelsOf(app) }, automountServiceAccountToken: false };
}

/** Returns the ConfigMap of files whose text is in the app's code. */
export function configMapManifest(app: AppSettings, text: NonNullable<MountedFiles['_data']>): Manifest {
  return {
    metadata: { labels: labelsOf(app) },
    data: text,
    ...(app.target._supports('immutableConfig') && { immutable: true }),
  };
}
