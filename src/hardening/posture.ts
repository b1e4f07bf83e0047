import { Problems, quote } from '../diagnostics/input-error';
import { quantity, quantityValue } from '../kubernetes/syntax';

/** What hardening asks for beyond what every pod gets. */
export interface PostureProps {
  /**
   * Size of the emptyDir at `/tmp` that each container with a read-only root file system gets, as a quantity.
   * @default "64Mi"
   */
  readonly tmpSize?: string;

  /**
   * Ask for a user namespace of the pod's own (`hostUsers: false`), where the target has it (1.33).
   *
   * An option, since a runtime without user namespaces refuses the pod, and Parsec refuses its peer.
   * @default false
   */
  readonly userNamespaces?: boolean;

  /**
   * Ask that the groups of the image's `/etc/group` are not merged in (`supplementalGroupsPolicy: Strict`), where the target has it (1.33).
   *
   * An option, since a node whose runtime lacks it refuses the pod.
   * @default false
   */
  readonly strictSupplementalGroups?: boolean;
}

/** How a pod is to stand after hardening: Pod Security restricted and what that standard leaves out. */
export class Posture {
  public readonly tmpSize: string;
  public readonly userNamespaces: boolean;
  public readonly strictSupplementalGroups: boolean;

  /** @throws when the size is no quantity, or less than a byte */
  constructor(props: PostureProps = {}) {
    this.tmpSize = props.tmpSize ?? '64Mi';
    this.userNamespaces = props.userNamespaces ?? false;
    this.strictSupplementalGroups = props.strictSupplementalGroups ?? false;
    const problems = new Problems();
    const size = quantity('tmpSize', this.tmpSize);
    problems.add(size);
    // the kubelet takes an emptyDir of size 0 for one without a limit
    if (size === undefined && quantityValue(this.tmpSize) < 1)
      problems.add(`tmpSize must be at least one byte, got ${quote(this.tmpSize)}`);
    problems.throwIfAny('Posture');
  }
}
