import * as fs from 'node:fs';
import { createServer, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { KeyPadding } from '../../src/app-package/keys/key-padding';
import { ParsecMachineKey } from '../../src/app-package/keys/parsec-machine-key';
import { bytesField, numberField } from '../../src/app-package/keys/protobuf';
import type { Random } from './random';
import type { FuzzReader } from './reader';

/** Answer of a service to a request, as text that represents bytes. */
interface Answer {
  readonly bytes: string;
  /** Sizes of the parts in which the answer is sent. */
  readonly part: number;
}

interface ParsecInput {
  /** Answers to the list of keys, and to the operation. */
  readonly answers: ReadonlyArray<Answer>;
  readonly operation: 'unwrap' | 'fingerprint';
}

const HEADER_SIZE = 36;

function header(random: Random, bodySize: number, wrong: number): Buffer {
  const bytes = Buffer.alloc(HEADER_SIZE);
  bytes.writeUInt32LE(0x5ec0a710);
  bytes.writeUInt16LE(30, 4);
  bytes.writeUInt8(1, 6);
  bytes.writeUInt32LE(random.chance(wrong) ? random.pick([0, 1, 2 ** 20, 2 ** 20 + 1, 2 ** 32 - 1]) : bodySize, 22);
  bytes.writeUInt16LE(random.chance(wrong) ? random.pick([11, 14, 19, 1133, 1140, 1145, 65_535]) : 0, 32);
  if (random.chance(wrong)) bytes[random.below(HEADER_SIZE)] = random.below(256);
  return bytes;
}

function answer(random: Random, body: Buffer, wrong: number): Answer {
  const changed = Buffer.from(body);
  if (random.chance(wrong) && changed.length > 0) changed[random.below(changed.length)] = random.below(256);
  const whole = Buffer.concat([header(random, changed.length, wrong), changed]);
  const bytes = random.chance(wrong) ? whole.subarray(0, random.below(whole.length + 1)) : whole;
  return { bytes: bytes.toString('latin1'), part: random.pick([1, 7, HEADER_SIZE, 100_000]) };
}

function keys(random: Random, wrong: number): Buffer {
  const names = ['edge', 'constructor', '\u202e', '', 'x'.repeat(300)];
  const own = bytesField(1, Buffer.concat([numberField(1, 3), bytesField(2, 'edge')]));
  const others = random.list(3, () => {
    const provider = random.chance(wrong) ? random.pick([0, 255, 256, 2 ** 40]) : 3;
    return bytesField(1, Buffer.concat([numberField(1, provider), bytesField(2, random.pick(names))]));
  });
  return Buffer.concat(random.chance(0.9) ? [own, ...others] : others);
}

const OPERATION = [
  '',
  'key',
  'k'.repeat(65),
  `AGE-SECRET-KEY-1${'Q'.repeat(58)}`,
  '\x30\x82\x01\x0a\x02',
  '\0'.repeat(3000),
];

let socketPath: string | undefined;
let answers: Answer[] = [];

function reply(socket: Socket): void {
  socket.on('error', () => undefined);
  socket.once('data', () => {
    const { bytes, part } = answers.shift() ?? { bytes: '', part: 1 };
    const all = Buffer.from(bytes, 'latin1');
    for (let at = 0; at < all.length; at += part) socket.write(all.subarray(at, at + part));
    socket.end();
  });
}

async function listen(): Promise<string> {
  const folder = fs.mkdtempSync(join(tmpdir(), 'fuzz-parsec-'));
  const path = join(folder, 'socket');
  await new Promise<void>((listening) => createServer(reply).unref().listen(path, listening));
  return path;
}

/** Reader of Parsec's answers, which a fake service sends. */
export const parsec: FuzzReader<ParsecInput> = {
  name: 'parsec',
  generate: (random) => {
    const wrong = random.pick([0, 0.1, 0.5]);
    const operation = bytesField(1, Buffer.from(random.pick(OPERATION), 'latin1'));
    return {
      answers: [answer(random, keys(random, wrong), random.chance(0.5) ? wrong : 0), answer(random, operation, wrong)],
      operation: random.pick(['unwrap', 'fingerprint'] as const),
    };
  },
  run: async (input) => {
    socketPath ??= await listen();
    answers = [...input.answers];
    const key = new ParsecMachineKey('edge', socketPath);
    if (input.operation === 'fingerprint') await key.fingerprint();
    else await key.unwrap(Buffer.from('wrapped'), KeyPadding.OAEP_SHA256);
  },
  end: () => {
    if (socketPath !== undefined) fs.rmSync(dirname(socketPath), { recursive: true });
  },
};
