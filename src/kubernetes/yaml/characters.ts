import { YamlError } from './yaml-error';

/** Characters that readers disagree about, and those that can be part of such a sequence. Most texts have none. */
const SUSPECTS = /[\0-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff\ufeff\ufffe\uffff]/g;

const LINE_BREAKS: ReadonlySet<string> = new Set(['\x85', '\u2028', '\u2029', '\r']);

/** Characters of a text that readers disagree about, from its start to its end. */
export class SuspiciousCharacters {
  /** Offset of the next such character; the length of the text if there is none. */
  private next = -1;

  constructor(private readonly text: string) {}

  /** Checks a part of the text. Calls must follow the order of the text. @throws {@link YamlError} if the part has such a character */
  public reject(start: number, end: number): void {
    if (this.next < start) this.next = nextSuspicious(this.text, start);
    if (this.next < end) throw new YamlError(reason(this.text.charAt(this.next)), this.next);
  }
}

function nextSuspicious(text: string, from: number): number {
  SUSPECTS.lastIndex = from;
  for (let found = SUSPECTS.exec(text); found; found = SUSPECTS.exec(text)) {
    const [character] = found;
    const pair = text.slice(found.index, found.index + 2);
    if (character === '\r' && pair === '\r\n') continue;
    if (character === '\ufeff' && found.index > 0 && text[found.index - 1] !== '\n') continue;
    if (!/^[\ud800-\udbff][\udc00-\udfff]$/.test(pair)) return found.index;
    SUSPECTS.lastIndex = found.index + 2;
  }
  return text.length;
}

function reason(character: string): string {
  const code = `U+${character.charCodeAt(0).toString(16).toUpperCase().padStart(4, '0')}`;
  if (LINE_BREAKS.has(character))
    return `the character ${code} ends a line for kubectl but not for other readers: delete it, or write it as an escape in double quotes`;
  if (character === '\ufeff')
    return `a byte order mark, ${code}, begins a line: kubectl ignores it, but other readers do not; delete it`;
  if (character === '\0') return `the text has a null byte, ${code}, which no reader accepts: delete it`;
  if (/[\ud800-\udfff]/.test(character))
    return `the text has an unpaired surrogate, ${code}, which readers turn into different texts: delete it`;
  return `the text has a control character, ${code}, which kubectl rejects: delete it, or write it as an escape in double quotes`;
}
