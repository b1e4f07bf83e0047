import type { Construct } from 'constructs';
import { InputError, quote } from '../diagnostics/input-error';
import type { Kind } from '../kubernetes/features';
import type { Manifest } from '../kubernetes/manifest';
import { ManifestObject } from '../kubernetes/manifest-object';
import { AppObject } from './app-object';
import {
  aliasManifest,
  autoscalerManifest,
  configMapManifest,
  disruptionBudgetManifest,
  monitorManifest,
  networkPolicyManifest,
  routeManifest,
  serviceAccountManifest,
  serviceManifest,
} from './app-manifests';
import { serviceAccountOf, type ContainerOptions } from './container-options';
import { jobName } from './job-name';
import type { AppSettings } from './secure-edge-app-options';

/** Object to write, without its name and namespace. */
interface Written {
  readonly id: string;
  readonly kind: string;
  readonly apiVersion: string;
  readonly fields: string[];
  readonly render: () => Manifest;
  readonly name?: string;
  readonly finalName?: (manifest: Manifest) => string;
}

/** Objects that an app writes. Each accepts overrides of fields that no prop sets. */
export class AppObjects {
  /** @internal */
  public static _of(scope: Construct, settings: AppSettings): AppObjects {
    return new AppObjects(scope, settings);
  }

  private readonly written = new Map<string, AppObject>();

  private constructor(
    private readonly scope: Construct,
    private readonly settings: AppSettings,
  ) {}

  /** Workload of the app: a Deployment, DaemonSet, Job, CronJob or Pod. */
  public get workload(): AppObject {
    return this.object('Workload', 'no workload', '');
  }

  /**
   * Service account of the app.
   * @throws {@link InputError} if the app uses another account, or the target has none
   */
  public get serviceAccount(): AppObject {
    return this.object(
      'ServiceAccount',
      'no service account of its own',
      'it uses that of a weakness or of the target',
    );
  }

  /** Network policy of the app. */
  public get networkPolicy(): AppObject {
    return this.object('NetworkPolicy', 'no network policy', '');
  }

  /**
   * Service of the app.
   * @throws {@link InputError} if the app is not exposed
   */
  public get service(): AppObject {
    return this.object('Service', 'no Service', 'set exposure, such as Exposure.inCluster()');
  }

  /**
   * Ingress or HTTPRoute of the app.
   * @throws {@link InputError} if the app has none
   */
  public get route(): AppObject {
    const id = this.written.has('HTTPRoute') ? 'HTTPRoute' : 'Ingress';
    return this.object(id, 'no route', 'set exposure, such as Exposure.ingress(…)');
  }

  /**
   * PodDisruptionBudget of the app.
   * @throws {@link InputError} if the app has none
   */
  public get disruptionBudget(): AppObject {
    return this.object('PodDisruptionBudget', 'no disruption budget', 'set disruptionBudget');
  }

  /**
   * HorizontalPodAutoscaler of the app.
   * @throws {@link InputError} if the app has none
   */
  public get autoscaler(): AppObject {
    return this.object('HorizontalPodAutoscaler', 'no autoscaler', 'set autoscaler');
  }

  /**
   * PodMonitor or ServiceMonitor of the app.
   * @throws {@link InputError} if the app has none
   */
  public get monitor(): AppObject {
    return this.object('Monitor', 'no monitor', 'set monitoring');
  }

  /** Every object of the app. */
  public get all(): AppObject[] {
    return [...this.written.values()];
  }

  /**
   * Returns the Service of another name of the app.
   * @throws {@link InputError} if the exposure does not have the alias
   */
  public aliasService(alias: string): AppObject {
    return this.object(`Service-${alias}`, `no Service ${quote(alias)}`, 'add it to the aliases of exposure');
  }

  /** Writes the workload. @internal */
  public _writeWorkload(kind: Kind, render: () => Manifest): AppObject {
    const { life, target } = this.settings;
    return this.write({
      ...{ id: 'Workload', kind, apiVersion: target._apiVersion(kind) ?? '', fields: ['spec'], render },
      ...(kind === 'Job' && life._isNamedByTemplate && { finalName: jobName }),
    });
  }

  /** Writes the ConfigMaps of a container's files whose text is in the app's code. @internal */
  public _writeConfigMaps({ files = [] }: ContainerOptions): void {
    const { settings } = this;
    for (const set of files) {
      const text = set._data;
      if (text === undefined) continue;
      const name = set._configMapName(settings.name);
      if (this.scope.node.tryFindChild(name) !== undefined) continue;
      const fields = settings.target._supports('immutableConfig') ? ['data', 'immutable'] : ['data'];
      this.writeKind('ConfigMap', fields, () => configMapManifest(settings, text), { id: name, name });
    }
  }

  /** Writes the objects beside the workload. @internal */
  public _writeOthers(workload: Kind): void {
    const { settings } = this;
    const { exposure, disruptionBudget, autoscaler, monitoring, target } = settings;
    if (target._apiVersion('ServiceAccount') !== undefined && serviceAccountOf(settings) === undefined)
      this.writeKind('ServiceAccount', ['automountServiceAccountToken'], () => serviceAccountManifest(settings));
    this.writeKind('NetworkPolicy', ['spec'], () => networkPolicyManifest(settings));
    if (exposure.serviceType !== undefined) this.writeKind('Service', ['spec'], () => serviceManifest(settings));
    this.writeRoute();
    for (const alias of exposure.aliases)
      this.writeKind('Service', ['spec'], () => aliasManifest(settings), { id: `Service-${alias}`, name: alias });
    if (disruptionBudget !== undefined)
      this.writeKind('PodDisruptionBudget', ['spec'], () => disruptionBudgetManifest(settings, disruptionBudget));
    if (autoscaler !== undefined)
      this.writeKind('HorizontalPodAutoscaler', ['spec'], () => autoscalerManifest(settings, autoscaler, workload));
    if (monitoring !== undefined)
      this.write({
        id: 'Monitor',
        kind: monitoring._kind,
        apiVersion: monitoring._apiVersion,
        fields: ['spec'],
        render: () => monitorManifest(settings, monitoring),
      });
  }

  private writeRoute(): void {
    const { settings } = this;
    const { exposure, name, ports, target } = settings;
    const route = exposure._route(name, ports, target);
    if (route === undefined) return;
    const { kind, apiVersion, annotations, spec } = route;
    this.write({
      ...{ id: kind, kind, apiVersion, fields: ['spec'] },
      render: () => routeManifest(settings, annotations, spec),
    });
  }

  private writeKind(
    kind: Kind,
    fields: string[],
    render: () => Manifest,
    { id = kind, name = this.settings.name }: { readonly id?: string; readonly name?: string } = {},
  ): void {
    this.write({ id, kind, apiVersion: this.settings.target._apiVersion(kind) ?? '', fields, render, name });
  }

  private write({ id, name = this.settings.name, ...written }: Written): AppObject {
    const { namespaceName } = this.settings;
    const object = new ManifestObject(this.scope, id, {
      ...written,
      name,
      ...(namespaceName !== undefined && { namespace: namespaceName }),
    });
    const made = AppObject._of(object, this.settings.target);
    this.written.set(id, made);
    return made;
  }

  private object(id: string, what: string, fix: string): AppObject {
    const object = this.written.get(id);
    if (object !== undefined) return object;
    throw new InputError(`objects of ${quote(this.scope.node.path)}`, [`the app has ${what}: ${fix}`]);
  }
}
