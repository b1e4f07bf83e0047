import { connect } from 'node:net';
import { MAX_PARSEC_ANSWER_SIZE, PARSEC_TIMEOUT } from '../limits';

/** A request to Parsec: one operation of one of its providers. */
export interface ParsecRequest {
  readonly provider: number;
  readonly opcode: number;
  /** Protocol buffers. */
  readonly body: Buffer;
}

export interface ParsecResponse {
  /** 0 for success. */
  readonly status: number;
  /** Protocol buffers. */
  readonly body: Buffer;
}

const MAGIC = 0x5ec0a710;
const HEADER_SIZE = 36;
/** What the size that stands in the header leaves out: the magic number and itself. */
const BEFORE_SIZE = 6;
const MAJOR_VERSION = 1;
const UNIX_PEER_CREDENTIALS = 3;

/** Offsets in the header. @see https://parallaxsecond.github.io/parsec-book/parsec_client/wire_protocol.html */
const AT = { size: 4, major: 6, provider: 10, authentication: 21, bodySize: 22, authSize: 26, opcode: 28, status: 32 };

/**
 * Asks Parsec as the user that this process is, which the kernel tells the other end.
 * @throws Error of the socket, such as ENOENT and EACCES; for an answer that is not Parsec's, exceeds the limit of its
 * size, or is not complete in time
 */
export function askParsec(
  socketPath: string,
  request: ParsecRequest,
  timeout: number = PARSEC_TIMEOUT,
): Promise<ParsecResponse> {
  return new Promise((resolve, reject) => {
    const socket = connect(socketPath);
    // a limit for the whole answer: bytes that trickle in do not extend it
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

/** Bytes of a whole answer, by its header; 0 until that is complete. */
function answerSize(answer: Buffer): number {
  return answer.length < HEADER_SIZE ? 0 : HEADER_SIZE + answer.readUInt32LE(AT.bodySize);
}

/** What is wrong with the header of an answer, before its body is awaited. */
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
  return new Error('what answers is not Parsec');
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
