import type { Size } from 'cdk8s';
import { Problems, quote } from '../diagnostics/input-error';
import { sizeText } from '../kubernetes/amount';
import { compareQuantities } from '../kubernetes/quantity';
import { quantity } from '../kubernetes/syntax';

/** Options of hardened pods. */
export interface PostureProps {
  /**
   * Size of the emptyDir at `/tmp` of each container with a read-only root file system, as a quantity or a `Size`.
   * @default "64Mi"
   */
  readonly tmpSize?: string | Size;

  /**
   * True to give each pod its own user namespace (`hostUsers: false`), if the target supports it (1.33).
   *
   * The default is false, because a runtime without user namespaces rejects the pod, and Parsec rejects its clients.
   * @default false
   */
  readonly userNamespaces?: boolean;

  /**
   * True to ignore the groups of the image's `/etc/group` (`supplementalGroupsPolicy: Strict`), if the target supports it
   * (1.33).
   *
   * The default is false, because a node whose runtime does not support it rejects the pod.
   * @default false
   */
  readonly strictSupplementalGroups?: boolean;
}

/** Settings of hardened pods: Pod Security restricted, and settings that the standard does not contain. */
export class Posture {
  /** Size of the emptyDir at `/tmp`, as a quantity. */
  public readonly tmpSize: string;
  /** True if each pod has its own user namespace. */
  public readonly userNamespaces: boolean;
  /** True if the groups of the image's `/etc/group` are ignored. */
  public readonly strictSupplementalGroups: boolean;

  /** @throws {@link InputError} if the size is not a quantity, or is less than one byte */
  constructor(props: PostureProps = {}) {
    this.tmpSize = sizeText(props.tmpSize ?? '64Mi');
    this.userNamespaces = props.userNamespaces ?? false;
    this.strictSupplementalGroups = props.strictSupplementalGroups ?? false;
    const problems = new Problems();
    const size = quantity('tmpSize', this.tmpSize);
    problems.add(size);
    // for the kubelet, an emptyDir of size 0 has no limit
    if (size === undefined && compareQuantities(this.tmpSize, 1) === -1)
      problems.add(`tmpSize must be at least one byte, got ${quote(this.tmpSize)}`);
    problems.throwIfAny('Posture');
  }
}
