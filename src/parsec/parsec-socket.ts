import { Problems } from '../diagnostics/input-error';
import { referenceTo, type INamedObject } from '../kubernetes/named-object';

/** Volume that brings the socket's folder into a client's pod. */
export class ParsecSocket {
  /**
   * Mount of the host's folder. Pod Security accepts it only at the level `privileged`, so the client needs its own
   * namespace with that level.
   */
  public static hostPath(): ParsecSocket {
    return new ParsecSocket();
  }

  /**
   * Persistent volume claim for the folder, which Pod Security restricted accepts. See {@link ParsecSocketVolume}.
   * @param claim claim in the client's namespace, or its name
   * @throws {@link InputError} if the name is invalid, or the object is not a claim
   */
  public static claim(claim: string | INamedObject): ParsecSocket {
    const problems = new Problems();
    const { name, problem } = referenceTo('PersistentVolumeClaim', claim, 'claim');
    problems.add(problem);
    problems.throwIfAny('ParsecSocket.claim');
    return new ParsecSocket(name, claim);
  }

  private constructor(
    /** Name of the claim. Undefined for a mount of the host's folder. */
    public readonly claimName?: string,
    /** @internal */
    public readonly _claim?: string | INamedObject,
  ) {}
}
