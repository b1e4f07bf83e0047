import { expectTypes } from '../diagnostics/expected-type';
import { Chart } from 'cdk8s';
import { Construct } from 'constructs';
import { EdgeNamespace } from '../edge/edge-namespace';
import { Problems, quote } from '../diagnostics/input-error';
import type { JsonObject } from '../kubernetes/manifest';
import { ManifestObject } from '../kubernetes/manifest-object';
import { referenceTo, type INamedObject } from '../kubernetes/named-object';
import { dnsLabel, dnsSubdomain, labelValue } from '../kubernetes/syntax';
import { ACKNOWLEDGE_ANNOTATION, Acknowledgement, renderAcknowledgements } from '../kubernetes/acknowledgement';
import { Target } from '../kubernetes/target';
import { PARSEC_FOLDER_REASON, ParsecHost } from './parsec-host';
import { ParsecSocket } from './parsec-socket';

/** Options of a volume for one gateway's socket folder. */
export interface ParsecSocketVolumeProps {
  /** Host name of the gateway. */
  readonly gateway: string;

  /**
   * Name of the claim.
   * @default - the construct's id
   */
  readonly name?: string;

  /**
   * Parsec service of the gateway.
   * @default ParsecHost.izumaEdge()
   */
  readonly host?: ParsecHost;

  /**
   * Namespace of the claim. Only its name counts, so it can also be a Namespace of another library, such as cdk8s-plus.
   * @default - the EdgeNamespace around the construct, or the chart's namespace
   */
  readonly namespace?: EdgeNamespace | INamedObject;
}

/** Size of the volume, which Kubernetes requires although nothing is stored in it. */
const NOMINAL_SIZE = '1Mi';

/**
 * Persistent volume for the socket's folder of one gateway, and the claim that clients in one namespace use.
 *
 * Pod Security restricted accepts a claim, but rejects a mount of the host's folder. Anyone who can create persistent
 * volumes can mount any folder of a node, so allow only administrators to create them (CIS 5.1.9). The volume's type is
 * hostPath, because the kubelet would give the folder of a local volume to the pod's `fsGroup`.
 */
export class ParsecSocketVolume extends Construct {
  /** Socket for each {@link ParsecClient} in the same namespace. */
  public readonly socket: ParsecSocket;

  /** @throws {@link InputError} if a name is invalid, or the claim has no namespace */
  constructor(scope: Construct, id: string, props: ParsecSocketVolumeProps) {
    super(scope, id);
    expectTypes('ParsecSocketVolume', { props: [props, 'object'] });
    const target = Target.of(this);
    const name = props.name ?? id;
    const host = props.host ?? ParsecHost.izumaEdge();
    const namespace = props.namespace?.name ?? EdgeNamespace.of(this)?.name ?? Chart.of(this).namespace;
    const problems = new Problems();
    problems.add(dnsLabel('name', name));
    // the gateway is selected by a label, whose value is shorter than the name of a node can be
    problems.add(dnsSubdomain('gateway', props.gateway) ?? labelValue('gateway', props.gateway));
    if (props.namespace !== undefined && !(props.namespace instanceof EdgeNamespace))
      problems.add(referenceTo('Namespace', props.namespace, 'namespace', dnsLabel).problem);
    if (namespace === undefined)
      problems.add('the claim needs a namespace: put it into an EdgeNamespace, or give its chart one');
    problems.throwIfAny(`ParsecSocketVolume ${quote(this.node.path)}`);
    const volume = `${namespace}-${name}`;
    const accepted = new Acknowledgement({
      rule: 'no-node-volume',
      reason: PARSEC_FOLDER_REASON,
      value: host.socketFolder,
    });
    const shared = { accessModes: ['ReadOnlyMany'], storageClassName: '' };
    const write = (kind: 'PersistentVolume' | 'PersistentVolumeClaim', of: string, spec: JsonObject): void => {
      new ManifestObject(this, kind, {
        apiVersion: target._apiVersion(kind) ?? '',
        kind,
        name: of,
        ...(kind === 'PersistentVolumeClaim' && namespace !== undefined && { namespace }),
        fields: ['spec'],
        render: () => ({
          ...(kind === 'PersistentVolume' && {
            metadata: { annotations: { [ACKNOWLEDGE_ANNOTATION]: renderAcknowledgements([accepted]) } },
          }),
          spec,
        }),
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
