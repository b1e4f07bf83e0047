import { MAX_ALIASED, MAX_ALIASED_SHARE } from './limits';
import type { Token } from './token';
import { YamlError } from './yaml-error';

/** Node with an anchor. */
interface Anchored {
  value: unknown;
  /** Number of values in the node, with its own aliases written out. */
  size: number;
  isComplete: boolean;
}

/** Number of values up to which aliases can make up any share of a document, as in kubectl. */
const SMALL = 1000;
const FEW = 100;

/** Anchors of a document, with the number of values that their aliases stand for. */
export class Anchors {
  private readonly nodes = new Map<string, Anchored>();
  private aliased = 0;

  /** Number of values so far, with each alias written out. */
  public count = 0;

  /** Number of anchors and aliases so far. */
  public uses = 0;

  /** Begins a node with an anchor. Returns a function that ends the node with its value. */
  public begin(name: string): (value: unknown) => void {
    const node: Anchored = { value: undefined, size: 0, isComplete: false };
    const before = this.count;
    this.uses += 1;
    this.nodes.set(name, node);
    return (value) => Object.assign(node, { value, size: this.count - before + 1, isComplete: true });
  }

  /** Returns the value that an alias stands for. */
  public valueOf({ value: name, at }: Token): unknown {
    const node = this.nodes.get(name);
    this.uses += 1;
    if (!node)
      throw new YamlError(
        `unidentified alias "${name}": no anchor with this name comes before it; write the value out, or put the text in quotes`,
        at,
      );
    if (!node.isComplete) throw new YamlError('a circular alias: it is inside its own anchor; write the value out', at);
    this.count += node.size;
    this.aliased += node.size;
    if (this.aliased > MAX_ALIASED)
      throw new YamlError(
        `the aliases of the document stand for more than ${MAX_ALIASED} values: use fewer aliases`,
        at,
      );
    if (this.aliased > FEW && this.count > SMALL && this.aliased > this.count * MAX_ALIASED_SHARE)
      throw new YamlError(
        `aliases make up more than ${MAX_ALIASED_SHARE * 100} % of the document, which kubectl rejects: write some out`,
        at,
      );
    return node.value;
  }
}
