import { Problems } from '../input-error';
import { dnsSubdomain } from '../kubernetes/syntax';

/** How the socket's folder gets into a client's pod. */
export class ParsecSocket {
  /**
   * A mount of the host's folder. Pod Security refuses it but at the level `privileged`, so the client
   * lives in a namespace of its own that says so.
   */
  public static hostPath(): ParsecSocket {
    return new ParsecSocket();
  }

  /**
   * A persistent volume claim over the folder, which Pod Security restricted takes: see {@link ParsecSocketVolume}.
   * @param claimName in the client's namespace
   * @throws when the name is not valid
   */
  public static claim(claimName: string): ParsecSocket {
    const problems = new Problems();
    problems.add(dnsSubdomain('claim', claimName));
    problems.throwIfAny('ParsecSocket.claim');
    return new ParsecSocket(claimName);
  }

  private constructor(
    /** Name of the claim; undefined for a mount of the host's folder. */
    public readonly claimName?: string,
  ) {}
}
