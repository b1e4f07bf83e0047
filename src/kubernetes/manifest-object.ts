import { ApiObject, Chart, Lazy } from 'cdk8s';
import type { Construct, IConstruct } from 'constructs';
import { InputError, quote } from '../diagnostics/input-error';
import {
  ACKNOWLEDGE_ANNOTATION,
  acknowledgementsOf,
  renderAcknowledgements,
  type Acknowledgement,
} from './acknowledgement';
import { writeInApplyOrder } from './apply-order';
import { annotationsOf, inKeyOrder, objectAt, type JsonObject, type Manifest } from './manifest';
import { isClusterScoped } from './schema/cluster-scope';
import { writtenTextProblem } from './written-text';

/** Properties of an object that are known before it is rendered. */
export interface ManifestObjectProps {
  readonly apiVersion: string;
  readonly kind: string;
  readonly name: string;
  readonly namespace?: string;
  /** Keys besides apiVersion, kind and metadata, such as `spec`. */
  readonly fields: string[];
  /** Returns the whole manifest when the app is synthesized. */
  readonly render: () => Manifest;
  /**
   * Returns the name of the finished manifest.
   * @default - the name
   */
  readonly finalName?: (manifest: Manifest) => string;
}

const NAMES = new WeakMap<IConstruct, Map<string, string>>();

/**
 * An object that is rendered from plain JSON when the app is synthesized.
 *
 * JSON patches of the user are applied last. The chart writes its objects in the order in which they are applied. The constructor rejects a name that another object of the same kind and namespace
 * in the chart already has, because a cluster would keep only one of the two. Validation at synth rejects a text that
 * Kubernetes would not read as cdk8s writes it.
 */
export class ManifestObject extends ApiObject {
  private readonly render: () => Manifest;
  private readonly finalName: ((manifest: Manifest) => string) | undefined;
  private readonly acknowledgements: Acknowledgement[] = [];
  private rendered: Manifest = {};

  constructor(scope: Construct, id: string, props: ManifestObjectProps) {
    super(scope, id, {
      apiVersion: props.apiVersion,
      kind: props.kind,
      metadata: { name: props.name, namespace: props.namespace },
      ...Object.fromEntries(props.fields.map((field) => [field, Lazy.any({ produce: () => this.rendered[field] })])),
    });
    this.render = props.render;
    this.finalName = props.finalName;
    this.claimName();
    writeInApplyOrder(Chart.of(this));
    this.node.addValidation({ validate: () => [writtenTextProblem(this.toJson())].filter((p) => p !== undefined) });
  }

  /** Adds acknowledgements to those of the rendered manifest. */
  public acknowledge(acknowledgements: ReadonlyArray<Acknowledgement>): void {
    this.acknowledgements.push(...acknowledgements);
  }

  public override toJson(): Manifest {
    this.rendered = this.render();
    for (const [key, value] of Object.entries(objectAt(objectAt(this.rendered, 'metadata'), 'labels')))
      this.metadata.addLabel(key, String(value));
    for (const [key, value] of Object.entries(annotationsOf(this.rendered)))
      this.metadata.addAnnotation(key, String(value));
    if (this.acknowledgements.length > 0) {
      const all = [...acknowledgementsOf(this.rendered), ...this.acknowledgements];
      this.metadata.addAnnotation(ACKNOWLEDGE_ANNOTATION, renderAcknowledgements(all));
    }
    const json = super.toJson() as Manifest;
    if (this.finalName !== undefined) (json['metadata'] as JsonObject)['name'] = this.finalName(json);
    if (isClusterScoped(this.apiVersion, this.kind)) delete (json['metadata'] as JsonObject)['namespace'];
    return inKeyOrder(json);
  }

  private claimName(): void {
    // charts of one app can be for different clusters
    const chart = Chart.of(this);
    const names = NAMES.get(chart) ?? new Map<string, string>();
    NAMES.set(chart, names);
    const namespace = isClusterScoped(this.apiVersion, this.kind) ? '' : (this.metadata.namespace ?? '');
    const key = [this.apiGroup, this.kind, namespace, this.name].join('/');
    const holder = names.get(key);
    if (holder !== undefined) {
      throw new InputError(quote(this.node.path), [
        `the name ${quote(this.name)} is already taken by the ${this.kind} of ${quote(holder)} in the same namespace of the chart: give one of the two another name`,
      ]);
    }
    names.set(key, this.node.path);
  }
}
