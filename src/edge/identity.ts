import { Problems } from '../diagnostics/input-error';
import { unixId } from '../kubernetes/syntax';

/** Groups of a Unix user. */
export interface UserOptions {
  /**
   * Primary group.
   * @default - the same number as the user
   */
  readonly groupId?: number;

  /**
   * Supplementary groups.
   * @default - none
   */
  readonly supplementalGroups?: number[];
}

/**
 * UID and GIDs that an app runs as. On a gateway, the UID owns the app's files and its Parsec keys.
 *
 * An identity cannot be the user 0. To run as root, use {@link Weakness.rootUser}.
 */
export class Identity {
  /** UID and GID of an app without an identity. Distroless images call it `nonroot`. */
  public static readonly DEFAULT_USER_ID = 65532;

  /**
   * User with a number.
   * @param userId UID from 1 to 2147483647, or to 65535 in a user namespace
   * @throws {@link InputError} if an id is out of range, or 0
   */
  public static user(userId: number, options: UserOptions = {}): Identity {
    return new Identity(userId, options.groupId ?? userId, options.supplementalGroups ?? []);
  }

  /** User and group 65532. */
  public static default(): Identity {
    return Identity.user(Identity.DEFAULT_USER_ID);
  }

  /**
   * User of the image. The image must specify a number other than 0: the kubelet does not start a container whose user is
   * a name, because the name could be root's.
   */
  public static ofImage(): Identity {
    return new Identity(undefined, undefined, []);
  }

  private constructor(
    /** UID. Undefined if the image specifies it. */
    public readonly userId: number | undefined,
    /** Primary GID. Undefined if the image specifies it. */
    public readonly groupId: number | undefined,
    /** GIDs of the supplementary groups. */
    public readonly supplementalGroups: number[],
  ) {
    const problems = new Problems();
    if (userId !== undefined) problems.add(notRoot('userId', userId));
    if (groupId !== undefined) problems.add(notRoot('groupId', groupId));
    for (const group of supplementalGroups) problems.add(notRoot('supplemental group', group));
    problems.throwIfAny('Identity');
  }

  /**
   * Returns the same user with more supplementary groups.
   * @throws {@link InputError} if an id is out of range, or 0
   */
  public withGroups(...groups: number[]): Identity {
    return new Identity(this.userId, this.groupId, [...new Set([...this.supplementalGroups, ...groups])]);
  }
}

function notRoot(what: string, id: number): string | undefined {
  return id === 0 ? `${what} must not be 0, the id of root: give the app its own id, 10000 or more` : unixId(what, id);
}
