import { expectTypes } from '../diagnostics/expected-type';
import { Chart, type Size } from 'cdk8s';
import { Construct } from 'constructs';
import { Problems, quote } from '../diagnostics/input-error';
import { sizeText } from '../kubernetes/amount';
import { ManifestObject } from '../kubernetes/manifest-object';
import type { INamedObject } from '../kubernetes/named-object';
import { compareQuantities } from '../kubernetes/quantity';
import { dnsSubdomain, labels as labelProblems, quantity } from '../kubernetes/syntax';
import { Target } from '../kubernetes/target';
import { EdgeNamespace } from './edge-namespace';

/** Nodes and pods that may use a volume. Source: the Kubernetes API, PersistentVolumeAccessMode. */
export enum ClaimAccessMode {
  /** Pods of one node may write. */
  READ_WRITE_ONCE = 'ReadWriteOnce',
  /** Pods of all nodes may read. */
  READ_ONLY_MANY = 'ReadOnlyMany',
  /** Pods of all nodes may write. Few types of storage can do it. */
  READ_WRITE_MANY = 'ReadWriteMany',
}

/** Options of a claim. */
export interface DataClaimProps {
  /**
   * Name of the claim.
   * @default - the construct's id
   */
  readonly name?: string;
  /** Size of the volume, as a quantity or a `Size`. */
  readonly size: string | Size;
  /**
   * Nodes and pods that may use the volume.
   * @default ClaimAccessMode.READ_WRITE_ONCE
   */
  readonly accessMode?: ClaimAccessMode;
  /**
   * Name of the StorageClass, which also decides whether the data survives the claim.
   * @default - the cluster's default class
   */
  readonly storageClass?: string;
  /**
   * Additional labels of the claim.
   * @default - none
   */
  readonly labels?: Record<string, string>;
}

/**
 * Persistent volume claim for the data of apps in one namespace.
 *
 * ```ts
 * const data = new DataClaim(shop, 'orders', { size: '2Gi' });
 * new SecureEdgeApp(shop, 'db', { image, writableFolders: [WritableFolder.persistent('/var/lib/db', data)] });
 * ```
 */
export class DataClaim extends Construct implements INamedObject {
  public readonly kind = 'PersistentVolumeClaim';
  /** Name of the claim. */
  public readonly name: string;
  /** Size of the volume, as a quantity. */
  public readonly size: string;
  /** Nodes and pods that may use the volume. */
  public readonly accessMode: ClaimAccessMode;

  /** @throws {@link InputError} if the name, the size, the class or a label is invalid */
  constructor(scope: Construct, id: string, props: DataClaimProps) {
    super(scope, id);
    expectTypes('DataClaim', { props: [props, 'object'] });
    this.name = props.name ?? id;
    this.size = sizeText(props.size);
    this.accessMode = props.accessMode ?? ClaimAccessMode.READ_WRITE_ONCE;
    const { storageClass, labels = {} } = props;
    const problems = new Problems();
    const syntax = quantity('size', this.size);
    problems.add(dnsSubdomain('name', this.name));
    problems.add(syntax);
    if (syntax === undefined && compareQuantities(this.size, 1) === -1)
      problems.add(`size must be at least one byte, got ${quote(this.size)}`);
    if (storageClass !== undefined) problems.add(dnsSubdomain('storageClass', storageClass));
    for (const problem of labelProblems('label', labels)) problems.add(problem);
    problems.throwIfAny(`DataClaim ${quote(this.node.path)}`);
    const namespace = EdgeNamespace.of(this)?.name ?? Chart.of(this).namespace;
    new ManifestObject(this, 'PersistentVolumeClaim', {
      apiVersion: Target.of(this)._apiVersion('PersistentVolumeClaim') ?? '',
      kind: this.kind,
      name: this.name,
      ...(namespace !== undefined && { namespace }),
      fields: ['spec'],
      render: () => ({
        metadata: { labels },
        spec: {
          accessModes: [this.accessMode],
          resources: { requests: { storage: this.size } },
          ...(storageClass !== undefined && { storageClassName: storageClass }),
        },
      }),
    });
  }
}
