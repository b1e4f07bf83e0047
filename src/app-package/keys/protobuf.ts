/** Wire types in the messages of Parsec. @see https://protobuf.dev/programming-guides/encoding/ */
const VARINT = 0;
const LENGTH_DELIMITED = 2;

/** Encodes a field of bytes, a text or a message. */
export function bytesField(number: number, value: Buffer | string): Buffer {
  const bytes = Buffer.from(value);
  return Buffer.concat([varint((number << 3) | LENGTH_DELIMITED), varint(bytes.length), bytes]);
}

/** Encodes a field of a number that is not negative. */
export function numberField(number: number, value: number): Buffer {
  return Buffer.concat([varint((number << 3) | VARINT), varint(value)]);
}

/** Decoded field: a number or bytes. */
export interface Field {
  readonly number: number;
  readonly value: number | Buffer;
}

/**
 * Decodes the fields of a message.
 * @throws Error if it is not a message of these two wire types
 */
export function readFields(message: Buffer): Field[] {
  const fields: Field[] = [];
  let at = 0;
  const next = (): number => {
    let value = 0;
    for (let shift = 0; shift <= 49; shift += 7) {
      const byte = message[at];
      if (byte === undefined) break;
      at += 1;
      value += (byte & 0x7f) * 2 ** shift;
      if (byte < 0x80) return value;
    }
    throw new Error('the answer is not from Parsec');
  };
  while (at < message.length) {
    const tag = next();
    const value = next();
    const number = Math.floor(tag / 8);
    if (tag % 8 === VARINT) fields.push({ number, value });
    else if (tag % 8 === LENGTH_DELIMITED && at + value <= message.length) {
      fields.push({ number, value: message.subarray(at, at + value) });
      at += value;
    } else throw new Error('the answer is not from Parsec');
  }
  return fields;
}

function varint(value: number): Buffer {
  const bytes: number[] = [];
  let left = value;
  for (; left > 0x7f; left = Math.floor(left / 128)) bytes.push((left % 128) | 0x80);
  return Buffer.from([...bytes, left]);
}
