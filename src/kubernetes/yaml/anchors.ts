import { MAX_ALIASED, MAX_ALIASED_SHARE } from './limits';
import type { Token } from './token';
import { YamlError } from './yaml-error';

/** A node that aliases may stand for. */
interface Anchored {
  value: unknown;
  /** Number of values in it, once its own aliases are written out. */
  size: number;
  isComplete: boolean;
}

/** Smaller documents may consist of aliases to any share, as kubectl has it. */
const SMALL = 1000;
const FEW = 100;

/** The anchors of a document, and how many values their aliases stand for. */
export class Anchors {
  private readonly nodes = new Map<string, Anchored>();
  private aliased = 0;

  /** Number of values so far, each alias written out. */
  public count = 0;

  /** Begins a node with an anchor. Returns what ends it. */
  public begin(name: string): (value: unknown) => void {
    const node: Anchored = { value: undefined, size: 0, isComplete: false };
    const before = this.count;
    this.nodes.set(name, node);
    return (value) => Object.assign(node, { value, size: this.count - before + 1, isComplete: true });
  }

  /** Value that an alias stands for. */
  public valueOf({ value: name, at }: Token): unknown {
    const node = this.nodes.get(name);
    if (!node)
      throw new YamlError(
        `unidentified alias "${name}": no anchor of that name stands before it; write the value out, or put the text in quotes`,
        at,
      );
    if (!node.isComplete)
      throw new YamlError('an alias is circular: it stands within its own anchor; write the value out', at);
    this.count += node.size;
    this.aliased += node.size;
    if (this.aliased > MAX_ALIASED)
      throw new YamlError(`the aliases of the document stand for more than ${MAX_ALIASED} values: write out fewer`, at);
    if (this.aliased > FEW && this.count > SMALL && this.aliased > this.count * MAX_ALIASED_SHARE)
      throw new YamlError(
        `aliases make up more than ${MAX_ALIASED_SHARE * 100} % of the document, which kubectl rejects: write some out`,
        at,
      );
    return node.value;
  }
}
