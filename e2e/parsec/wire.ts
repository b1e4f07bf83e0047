import { once } from 'node:events';
import { connect } from 'node:net';

/** Raw request to Parsec, which can contain values that `parsec-tool` never sends. */
export interface Request {
  readonly provider: number;
  readonly opcode: number;
  /** Body, in protocol buffers. */
  readonly body: Buffer;
  /** User that the client claims to be. Without a user, the request contains no authentication. */
  readonly user?: number;
}

export interface Response {
  readonly status: number;
  readonly body: Buffer;
}

const MAGIC = 0x5ec0a710;
const HEADER_SIZE = 36;
/** Bytes that the size in the header does not include: the magic number and the size. */
const BEFORE_SIZE = 6;
const UNIX_PEER_CREDENTIALS = 3;

/** Offsets in the header. @see https://parallaxsecond.github.io/parsec-book/parsec_client/wire_protocol.html */
const AT = { size: 4, major: 6, provider: 10, authentication: 21, bodySize: 22, authSize: 26, opcode: 28, status: 32 };

/** Sends a request, and waits for the answer. @throws Error of the socket, such as EACCES */
export async function ask(socketPath: string, request: Request): Promise<Response> {
  const socket = connect(socketPath);
  const parts: Buffer[] = [];
  socket.on('data', (part: Buffer) => parts.push(part));
  socket.write(frame(request));
  await once(socket, 'end');
  const all = Buffer.concat(parts);
  if (all.length < HEADER_SIZE) throw new Error('Parsec closed the connection');
  return { status: all.readUInt16LE(AT.status), body: all.subarray(HEADER_SIZE) };
}

function frame({ provider, opcode, body, user }: Request): Buffer {
  const authentication = Buffer.alloc(user === undefined ? 0 : 4);
  if (user !== undefined) authentication.writeUInt32LE(user);
  const header = Buffer.alloc(HEADER_SIZE);
  header.writeUInt32LE(MAGIC);
  header.writeUInt16LE(HEADER_SIZE - BEFORE_SIZE, AT.size);
  header.writeUInt8(1, AT.major);
  header.writeUInt8(provider, AT.provider);
  header.writeUInt8(user === undefined ? 0 : UNIX_PEER_CREDENTIALS, AT.authentication);
  header.writeUInt32LE(body.length, AT.bodySize);
  header.writeUInt16LE(authentication.length, AT.authSize);
  header.writeUInt32LE(opcode, AT.opcode);
  return Buffer.concat([header, body, authentication]);
}
