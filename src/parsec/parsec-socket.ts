import { Problems } from '../diagnostics/input-error';
import { dnsSubdomain } from '../kubernetes/syntax';

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
   * @param claimName name of the claim in the client's namespace
   * @throws {@link InputError} if the name is invalid
   */
  public static claim(claimName: string): ParsecSocket {
    const problems = new Problems();
    problems.add(dnsSubdomain('claim', claimName));
    problems.throwIfAny('ParsecSocket.claim');
    return new ParsecSocket(claimName);
  }

  private constructor(
    /** Name of the claim. Undefined for a mount of the host's folder. */
    public readonly claimName?: string,
  ) {}
}
