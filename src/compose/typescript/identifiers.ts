/** Words that cannot be the name of a variable, or that mean something else in the constructor of a chart. */
const RESERVED = new Set(
  (
    'await break case catch class const continue debugger default delete do else enum export extends false finally for ' +
    'function if implements import in instanceof interface let new null package private protected public return static ' +
    'super switch this throw true try typeof var void while with yield async of get set as any number string boolean ' +
    'arguments eval undefined NaN Infinity globalThis require module exports process ' +
    'scope id app'
  ).split(' '),
);

/** Identifiers of a program, each given once. */
export class Identifiers {
  private readonly given: Set<string>;

  /** @param taken identifiers of the program that are not given here, such as those of imports */
  constructor(taken: Iterable<string>) {
    this.given = new Set(taken);
  }

  /** Returns the identifier of a variable, such as `mqttBroker` for `mqtt-broker`. */
  public variable(text: string): string {
    const [first = 'app', ...others] = wordsOf(text);
    const name = [startsWithDigit(first) ? `app${first}` : first.toLowerCase(), ...others.map(capitalized)].join('');
    return this.give(RESERVED.has(name) ? `${name}App` : name, '');
  }

  /** Returns the identifier of a class, such as `HomeAutomation` for `home_automation`. */
  public className(text: string): string {
    const name = wordsOf(text).map(capitalized).join('');
    return this.give(name === '' || startsWithDigit(name) || this.given.has(name) ? `Project${name}` : name, '');
  }

  /** Returns the identifier of a constant, such as `NGINX_CONF` for `nginx.conf`. */
  public constant(text: string): string {
    const name = wordsOf(text)
      .map((word) => word.toUpperCase())
      .join('_');
    return this.give(name === '' || startsWithDigit(name) ? `TEXT${name && '_'}${name}` : name, '_');
  }

  private give(name: string, separator: string): string {
    let free = name;
    for (let i = 2; this.given.has(free); i += 1) free = `${name}${separator}${i}`;
    this.given.add(free);
    return free;
  }
}

/** Words of a name in any spelling: `mqtt-broker`, `mqtt_broker`, `mqttBroker`. */
function wordsOf(text: string): string[] {
  return text.replace(/([a-z\d])([A-Z])/g, '$1 $2').match(/[A-Za-z\d]+/g) ?? [];
}

function capitalized(word: string): string {
  return word.charAt(0).toUpperCase() + word.slice(1).toLowerCase();
}

function startsWithDigit(text: string): boolean {
  return /^\d/.test(text);
}
