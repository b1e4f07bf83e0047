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
   * That the TPM answers: it makes eight random bytes, by the TPM provider.
   * @throws when the tool is empty
   */
  public static tpm(options: ParsecProofOptions = {}): ParsecProof {
    return new ParsecProof(['--provider', TPM_PROVIDER, 'generate-random', '--nbytes', '8'], options);
  }

  /** The probe that asks. */
  public readonly probe: Probe;

  private constructor(args: string[], options: ParsecProofOptions) {
    const tool = options.tool ?? 'parsec-tool';
    const problems = new Problems();
    if (tool.trim() === '') problems.add(`tool must be the program in the image, got ${quote(tool)}`);
    problems.throwIfAny('ParsecProof');
    this.probe = Probe.exec([tool, ...args], { ...PATIENT, ...options.probe });
  }
}
