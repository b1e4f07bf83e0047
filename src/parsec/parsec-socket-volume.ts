import { Chart } from 'cdk8s';
import { Construct } from 'constructs';
import { EdgeNamespace } from '../edge/edge-namespace';
import { Problems, quote } from '../input-error';
import type { JsonObject } from '../kubernetes/manifest';
import { ManifestObject } from '../kubernetes/manifest-object';
import { dnsLabel, dnsSubdomain, labelValue } from '../kubernetes/syntax';
import { Target } from '../kubernetes/target';
import { ParsecHost } from './parsec-host';
import { ParsecSocket } from './parsec-socket';

/** A volume over one gateway's socket folder. */
export interface ParsecSocketVolumeProps {
  /** The gateway, by its host name. */
  readonly gateway: string;

  /**
   * Name of the claim.
   * @default - the construct's id
   */
  readonly name?: string;

  /**
   * Parsec as it runs on the gateway.
   * @default ParsecHost.izumaEdge()
   */
  readonly host?: ParsecHost;

  /**
   * Namespace of the claim.
   * @default - the EdgeNamespace that it stands in
   */
  readonly namespace?: EdgeNamespace;
}

/** A volume must have a size; nothing is stored in this one. */
const NOMINAL_SIZE = '1Mi';

/**
 * A persistent volume over the socket's folder of one gateway, and the claim that clients in one namespace use.
 *
 * Pod Security restricted takes a claim where it refuses the host's folder. Whoever may make persistent volumes may
 * mount any folder of a node, so let nobody but administrators make them (CIS 5.1.9). The volume is of kind hostPath:
 * a local volume would be given to the pod's `fsGroup`, away from Parsec.
 */
export class ParsecSocketVolume extends Construct {
  /** What a {@link ParsecClient} in the same namespace takes as its socket. */
  public readonly socket: ParsecSocket;

  /** @throws when a name is not valid, or the claim has no namespace */
  constructor(scope: Construct, id: string, props: ParsecSocketVolumeProps) {
    super(scope, id);
    const target = Target.of(this);
    const name = props.name ?? id;
    const host = props.host ?? ParsecHost.izumaEdge();
    const namespace = props.namespace?.name ?? EdgeNamespace.of(this)?.name ?? Chart.of(this).namespace;
    const problems = new Problems();
    problems.add(dnsLabel('name', name));
    // the label that it is found by holds less than the name of a node
    problems.add(dnsSubdomain('gateway', props.gateway) ?? labelValue('gateway', props.gateway));
    if (namespace === undefined)
      problems.add('the claim needs a namespace: put it into an EdgeNamespace, or give its chart one');
    problems.throwIfAny(`ParsecSocketVolume ${quote(this.node.path)}`);
    const volume = `${namespace}-${name}`;
    const shared = { accessModes: ['ReadOnlyMany'], storageClassName: '' };
    const write = (kind: 'PersistentVolume' | 'PersistentVolumeClaim', of: string, spec: JsonObject): void => {
      new ManifestObject(this, kind, {
        apiVersion: target._apiVersion(kind) ?? '',
        kind,
        name: of,
        ...(kind === 'PersistentVolumeClaim' && namespace !== undefined && { namespace }),
        fields: ['spec'],
        render: () => ({ spec }),
      });
    };
    write('PersistentVolume', volume, {
      ...shared,
      capacity: { storage: NOMINAL_SIZE },
      claimRef: { apiVersion: 'v1', kind: 'PersistentVolumeClaim', name, namespace },
      hostPath: { path: host.socketFolder, type: 'Directory' },
      nodeAffinity: {
        required: {
          nodeSelectorTerms: [
            { matchExpressions: [{ key: 'kubernetes.io/hostname', operator: 'In', values: [props.gateway] }] },
          ],
        },
      },
      persistentVolumeReclaimPolicy: 'Retain',
    });
    write('PersistentVolumeClaim', name, {
      ...shared,
      resources: { requests: { storage: NOMINAL_SIZE } },
      volumeName: volume,
    });
    this.socket = ParsecSocket.claim(name);
  }
}
