/** Bech32 (BIP 173) without its limit of 90 characters: the encoding of age keys. */
const ALPHABET = 'qpzry9x8gf2tvdw0s3jn54khce6mua7l';
const GENERATOR = [0x3b6a57b2, 0x26508e6d, 0x1ea119fa, 0x3d4233dd, 0x2a1462b3];
const CHECKSUM_LENGTH = 6;

/** Encodes bytes in lower case. */
export function encodeBech32(prefix: string, data: Buffer): string {
  const words = regroup([...data], 8, 5);
  const check = polymod([...expand(prefix), ...words, ...Array<number>(CHECKSUM_LENGTH).fill(0)]) ^ 1;
  const checksum = Array.from({ length: CHECKSUM_LENGTH }, (_, i) => (check >>> (5 * (5 - i))) & 31);
  return `${prefix}1${[...words, ...checksum].map((word) => ALPHABET[word]).join('')}`;
}

/** Decodes Bech32 in lower case. Returns undefined for any other text or prefix. */
export function decodeBech32(prefix: string, text: string): Buffer | undefined {
  if (!text.startsWith(`${prefix}1`)) return undefined;
  const words = [...text.slice(prefix.length + 1)].map((character) => ALPHABET.indexOf(character));
  if (words.includes(-1) || polymod([...expand(prefix), ...words]) !== 1) return undefined;
  const data = Buffer.from(regroup(words.slice(0, -CHECKSUM_LENGTH), 5, 8).slice(0, bytesIn(words.length)));
  return encodeBech32(prefix, data) === text ? data : undefined;
}

function bytesIn(words: number): number {
  return Math.floor(((words - CHECKSUM_LENGTH) * 5) / 8);
}

function expand(prefix: string): number[] {
  const codes = [...prefix].map((character) => character.charCodeAt(0));
  return [...codes.map((code) => code >> 5), 0, ...codes.map((code) => code & 31)];
}

function polymod(words: number[]): number {
  let check = 1;
  for (const word of words) {
    const top = check >>> 25;
    check = ((check & 0x1ffffff) << 5) ^ word;
    for (const [i, generator] of GENERATOR.entries()) if (((top >>> i) & 1) === 1) check ^= generator;
  }
  return check >>> 0;
}

/** Splits the same bits into groups of another size, padded with zeros. */
function regroup(groups: number[], from: number, to: number): number[] {
  const result: number[] = [];
  let held = 0;
  let bits = 0;
  for (const group of groups) {
    held = (held << from) | group;
    for (bits += from; bits >= to; bits -= to) result.push((held >>> (bits - to)) & ((1 << to) - 1));
    held &= (1 << bits) - 1;
  }
  if (bits > 0) result.push((held << (to - bits)) & ((1 << to) - 1));
  return result;
}
