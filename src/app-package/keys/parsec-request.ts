import { connect } from 'node:net';
import { MAX_PARSEC_ANSWER_SIZE, PARSEC_TIMEOUT } from '../limits';

/** Request to Parsec for an operation of one of its providers. */
export interface ParsecRequest {
  readonly provider: number;
  readonly opcode: number;
  /** Body as protocol buffers. */
  readonly body: Buffer;
}

/** Answer of Parsec. */
export interface ParsecResponse {
  /** Status code, 0 for success. */
  readonly status: number;
  /** Body as protocol buffers. */
  readonly body: Buffer;
}

const MAGIC = 0x5ec0a710;
const HEADER_SIZE = 36;
/** Bytes that the size in the header does not count: the magic number and the size itself. */
const BEFORE_SIZE = 6;
const MAJOR_VERSION = 1;
const UNIX_PEER_CREDENTIALS = 3;

/** Offsets of the fields in the header. @see https://parallaxsecond.github.io/parsec-book/parsec_client/wire_protocol.html */
const AT = { size: 4, major: 6, provider: 10, authentication: 21, bodySize: 22, authSize: 26, opcode: 28, status: 32 };

/**
 * Sends a request to Parsec as the user of this process, which the kernel reports to Parsec.
 * @throws Error of the socket, such as ENOENT or EACCES
 * @throws Error if the answer is not from Parsec, exceeds the size limit, or is not complete in time
 */
export function askParsec(
  socketPath: string,
  request: ParsecRequest,
  timeout: number = PARSEC_TIMEOUT,
): Promise<ParsecResponse> {
  return new Promise((resolve, reject) => {
    const socket = connect(socketPath);
    // a limit for the whole answer: slow bytes do not extend it
    const timer = setTimeout(() => fail(new Error(`Parsec does not answer within ${timeout / 1000} seconds`)), timeout);
    let answer: Buffer = Buffer.alloc(0);
    let parts: Buffer[] = [];
    let length = 0;
    const end = (): void => {
      clearTimeout(timer);
      socket.destroy();
    };
    const fail = (error: Error): void => {
      end();
      reject(error);
    };
    socket.on('error', fail);
    socket.on('end', () => fail(notParsec()));
    socket.on('data', (part: Buffer) => {
      parts.push(part);
      length += part.length;
      if (length < Math.max(HEADER_SIZE, answerSize(answer))) return;
      answer = Buffer.concat(parts);
      parts = [answer];
      const problem = headerProblem(answer);
      if (problem !== undefined) return fail(problem);
      if (length < answerSize(answer)) return;
      end();
      resolve({ status: answer.readUInt16LE(AT.status), body: answer.subarray(HEADER_SIZE, answerSize(answer)) });
    });
    socket.write(frame(request));
  });
}

/** Returns the size of a complete answer according to its header, or 0 if the header is not complete. */
function answerSize(answer: Buffer): number {
  return answer.length < HEADER_SIZE ? 0 : HEADER_SIZE + answer.readUInt32LE(AT.bodySize);
}

/** Finds a problem in the header of an answer, before the body arrives. */
function headerProblem(answer: Buffer): Error | undefined {
  const isParsec =
    answer.readUInt32LE(0) === MAGIC &&
    answer.readUInt16LE(AT.size) === HEADER_SIZE - BEFORE_SIZE &&
    answer.readUInt8(AT.major) === MAJOR_VERSION;
  if (!isParsec) return notParsec();
  const size = answer.readUInt32LE(AT.bodySize);
  if (size <= MAX_PARSEC_ANSWER_SIZE) return undefined;
  return new Error(`its answer of ${size} bytes exceeds the limit of ${MAX_PARSEC_ANSWER_SIZE}`);
}

function notParsec(): Error {
  return new Error('the answer is not from Parsec');
}

function frame({ provider, opcode, body }: ParsecRequest): Buffer {
  const user = Buffer.alloc(4);
  user.writeUInt32LE(process.geteuid?.() ?? 0);
  const header = Buffer.alloc(HEADER_SIZE);
  header.writeUInt32LE(MAGIC);
  header.writeUInt16LE(HEADER_SIZE - BEFORE_SIZE, AT.size);
  header.writeUInt8(MAJOR_VERSION, AT.major);
  header.writeUInt8(provider, AT.provider);
  header.writeUInt8(UNIX_PEER_CREDENTIALS, AT.authentication);
  header.writeUInt32LE(body.length, AT.bodySize);
  header.writeUInt16LE(user.length, AT.authSize);
  header.writeUInt32LE(opcode, AT.opcode);
  return Buffer.concat([header, body, user]);
}
