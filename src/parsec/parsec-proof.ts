import { Probe, type ProbeOptions } from '../edge/probe';
import { Problems, quote } from '../input-error';

/** How a proof is asked for. */
export interface ParsecProofOptions {
  /**
   * The program `parsec-tool` in the image.
   * @default "parsec-tool", found by PATH
   */
  readonly tool?: string;

  /**
   * When and how often to ask.
   * @default - every 30 seconds, 10 seconds to answer, since a TPM serves one request at a time
   */
  readonly probe?: ProbeOptions;
}

const PATIENT: ProbeOptions = { periodSeconds: 30, timeoutSeconds: 10 };
/** The provider's own number in Parsec's protocol. */
const TPM_PROVIDER = '3';

/** What a client's readiness proves. A ping proves the mount and the group alone, so there is none. */
export class ParsecProof {
  /**
   * That the service knows the client: it lists the client's keys. It still succeeds when the TPM is dead.
   * @throws when the tool is empty
   */
  public static identity(options: ParsecProofOptions = {}): ParsecProof {
    return new ParsecProof(['list-keys'], options);
  }

  /**
   * That the TPM answers: it makes eight random bytes, by the TPM provider. The Parsec that Izuma ships (0.8) has no
   * such operation there: see {@link ParsecProof.signature}.
   * @throws when the tool is empty
   */
  public static tpm(options: ParsecProofOptions = {}): ParsecProof {
    return new ParsecProof(['--provider', TPM_PROVIDER, 'generate-random', '--nbytes', '8'], options, true);
  }

  /**
   * That the client's own key works: it signs a word with it, wherever the key is kept.
   * @param keyName of a signing key that the client has made
   * @throws when the name or the tool is empty, or the name begins with "-"
   */
  public static signature(keyName: string, options: ParsecProofOptions = {}): ParsecProof {
    const problems = new Problems();
    if (keyName.trim() === '' || keyName.startsWith('-'))
      problems.add(`keyName must be the name of a key, got ${quote(keyName)}`);
    problems.throwIfAny('ParsecProof.signature');
    return new ParsecProof(['sign', '--key-name', keyName, 'ready'], options);
  }

  /** The probe that asks. */
  public readonly probe: Probe;

  private constructor(
    args: string[],
    options: ParsecProofOptions,
    /** @internal */
    public readonly _asksForRandom = false,
  ) {
    const tool = options.tool ?? 'parsec-tool';
    const problems = new Problems();
    if (tool.trim() === '') problems.add(`tool must be the program in the image, got ${quote(tool)}`);
    problems.throwIfAny('ParsecProof');
    this.probe = Probe.exec([tool, ...args], { ...PATIENT, ...options.probe });
  }
}
