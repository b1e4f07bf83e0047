import { connect } from 'node:net';

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
const UNIX_PEER_CREDENTIALS = 3;
const PATIENCE_MS = 60_000;

/** Offsets in the header. @see https://parallaxsecond.github.io/parsec-book/parsec_client/wire_protocol.html */
const AT = { size: 4, major: 6, provider: 10, authentication: 21, bodySize: 22, authSize: 26, opcode: 28, status: 32 };

/**
 * Asks Parsec as the user that this process is, which the kernel tells the other end.
 * @throws Error of the socket, such as ENOENT and EACCES
 */
export function askParsec(socketPath: string, request: ParsecRequest): Promise<ParsecResponse> {
  return new Promise((resolve, reject) => {
    const parts: Buffer[] = [];
    const socket = connect(socketPath);
    socket.setTimeout(PATIENCE_MS, () => socket.destroy(new Error('Parsec does not answer')));
    socket.on('data', (part: Buffer) => parts.push(part));
    socket.on('error', reject);
    socket.on('end', () => {
      const all = Buffer.concat(parts);
      if (all.length < HEADER_SIZE || all.readUInt32LE(0) !== MAGIC) reject(new Error('what answers is not Parsec'));
      else resolve({ status: all.readUInt16LE(AT.status), body: bodyOf(all) });
    });
    socket.write(frame(request));
  });
}

function bodyOf(response: Buffer): Buffer {
  return response.subarray(HEADER_SIZE, HEADER_SIZE + response.readUInt32LE(AT.bodySize));
}

function frame({ provider, opcode, body }: ParsecRequest): Buffer {
  const user = Buffer.alloc(4);
  user.writeUInt32LE(process.geteuid?.() ?? 0);
  const header = Buffer.alloc(HEADER_SIZE);
  header.writeUInt32LE(MAGIC);
  header.writeUInt16LE(HEADER_SIZE - BEFORE_SIZE, AT.size);
  header.writeUInt8(1, AT.major);
  header.writeUInt8(provider, AT.provider);
  header.writeUInt8(UNIX_PEER_CREDENTIALS, AT.authentication);
  header.writeUInt32LE(body.length, AT.bodySize);
  header.writeUInt16LE(user.length, AT.authSize);
  header.writeUInt32LE(opcode, AT.opcode);
  return Buffer.concat([header, body, user]);
}
