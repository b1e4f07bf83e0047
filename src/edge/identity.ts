import { Problems, quote } from '../input-error';
import { unixId } from '../kubernetes/syntax';

/** The Unix user that an app runs as. */
export interface UserOptions {
  /**
   * Primary group.
   * @default - the same number as the user
   */
  readonly groupId?: number;

  /**
   * Groups beside the primary one.
   * @default - none
   */
  readonly supplementalGroups?: number[];
}

/**
 * The UID and GIDs that an app runs as. On a gateway the UID is the owner of its files and of its Parsec keys.
 *
 * The user 0 is no identity: see {@link Weakness.rootUser}.
 */
export class Identity {
  /** UID and GID of an app that names none. Distroless images call it `nonroot`. */
  public static readonly DEFAULT_USER_ID = 65532;

  /**
   * A user by number.
   * @param userId 1 to 2147483647; with a user namespace at most 65535
   * @throws when an id is out of range, or 0
   */
  public static user(userId: number, options: UserOptions = {}): Identity {
    return new Identity(userId, options.groupId ?? userId, options.supplementalGroups ?? []);
  }

  /** The user and group 65532. */
  public static default(): Identity {
    return Identity.user(Identity.DEFAULT_USER_ID);
  }

  /**
   * The user that the image names. It must be a number other than 0: the kubelet refuses to start the container
   * otherwise, since it cannot tell that a name is not root.
   */
  public static ofImage(): Identity {
    return new Identity(undefined, undefined, []);
  }

  private constructor(
    /** UID; undefined when the image decides. */
    public readonly userId: number | undefined,
    /** Primary GID; undefined when the image decides. */
    public readonly groupId: number | undefined,
    /** GIDs beside the primary one. */
    public readonly supplementalGroups: number[],
  ) {
    const problems = new Problems();
    if (userId !== undefined) problems.add(notRoot('userId', userId));
    if (groupId !== undefined) problems.add(notRoot('groupId', groupId));
    for (const group of supplementalGroups) problems.add(notRoot('supplemental group', group));
    problems.throwIfAny('Identity');
  }

  /** The same user with more groups. */
  public withGroups(...groups: number[]): Identity {
    return new Identity(this.userId, this.groupId, [...new Set([...this.supplementalGroups, ...groups])]);
  }
}

function notRoot(what: string, id: number): string | undefined {
  return id === 0
    ? `${what} must not be 0, which is root's, got ${quote(id)}: give the app a number of its own, from 10000 on`
    : unixId(what, id);
}
