import { Probe, type ProbeOptions } from '../edge/probe';
import { Problems, quote } from '../diagnostics/input-error';

/** Options of a proof. */
export interface ParsecProofOptions {
  /**
   * Path of `parsec-tool` in the image.
   * @default "parsec-tool", found by PATH
   */
  readonly tool?: string;

  /**
   * Period and time-outs of the probe.
   * @default - every 30 seconds, with a time-out of 10 seconds, because a TPM serves one request at a time
   */
  readonly probe?: ProbeOptions;
}

const PATIENT: ProbeOptions = { periodSeconds: 30, timeoutSeconds: 10 };
/** Number of the provider in Parsec's protocol. */
const TPM_PROVIDER = '3';

/** Proof that a client's readiness probe gives. A ping would only prove the mount and the group, so there is none. */
export class ParsecProof {
  /**
   * Proves that the service knows the client: lists the client's keys. It succeeds even if the TPM does not answer.
   * @throws {@link InputError} if the tool is empty
   */
  public static identity(options: ParsecProofOptions = {}): ParsecProof {
    return new ParsecProof(['list-keys'], options);
  }

  /**
   * Proves that the TPM answers: generates eight random bytes with the TPM provider. Izuma's Parsec (0.8) does not have
   * this operation: use {@link ParsecProof.signature} there.
   * @throws {@link InputError} if the tool is empty
   */
  public static tpm(options: ParsecProofOptions = {}): ParsecProof {
    return new ParsecProof(['--provider', TPM_PROVIDER, 'generate-random', '--nbytes', '8'], options, true);
  }

  /**
   * Proves that the client's own key works: signs a word with it, whichever provider stores it.
   * @param keyName name of a signing key that the client has created
   * @throws {@link InputError} if the name or the tool is empty, or the name starts with "-"
   */
  public static signature(keyName: string, options: ParsecProofOptions = {}): ParsecProof {
    const problems = new Problems();
    if (keyName.trim() === '' || keyName.startsWith('-'))
      problems.add(`keyName must be the name of a key, got ${quote(keyName)}`);
    problems.throwIfAny('ParsecProof.signature');
    return new ParsecProof(['sign', '--key-name', keyName, 'ready'], options);
  }

  /** Readiness probe of the proof. */
  public readonly probe: Probe;

  private constructor(
    args: string[],
    options: ParsecProofOptions,
    /** @internal */
    public readonly _asksForRandom = false,
  ) {
    const tool = options.tool ?? 'parsec-tool';
    const problems = new Problems();
    if (tool.trim() === '') problems.add(`tool must be the path of a program in the image, got ${quote(tool)}`);
    problems.throwIfAny('ParsecProof');
    this.probe = Probe.exec([tool, ...args], { ...PATIENT, ...options.probe });
  }
}
