import { ApiObject } from 'cdk8s';
import { Construct, type IConstruct, type IMixin } from 'constructs';
import type { Manifest } from '../kubernetes/manifest';
import { Target } from '../kubernetes/target';
import { harden } from './harden';
import { Posture } from './posture';

/** How a construct is hardened. */
export interface HardeningProps {
  /**
   * What is asked for beyond what every pod gets.
   * @default - a read-only root file system with 64Mi at /tmp, no user namespace, no strict groups
   */
  readonly posture?: Posture;

  /**
   * The Kubernetes that will read the output.
   * @default - the target of the construct, see {@link Target.of}
   */
  readonly target?: Target;
}

/**
 * Hardens whatever a construct renders: a workload, a plain `ApiObject`, an `Include`, a `Helm` chart, a chart, a whole app.
 *
 * ```ts
 * app.with(new Hardening());
 * ```
 *
 * Every gap is filled with the safe value that the target understands; what stands in a manifest stays. On a construct
 * that holds others it covers what is added later, too, until synth. Not covered: a bare `toJson()` of an object that
 * was added after the call and before any synth.
 */
export class Hardening implements IMixin {
  private readonly posture: Posture;
  private readonly target?: Target;
  private readonly roots = new WeakSet<IConstruct>();
  private readonly hardened = new WeakSet<IConstruct>();

  constructor(props: HardeningProps = {}) {
    this.posture = props.posture ?? new Posture();
    this.target = props.target;
  }

  public supports(construct: IConstruct): boolean {
    return Construct.isConstruct(construct);
  }

  public applyTo(construct: IConstruct): void {
    this.harden(construct);
    // `with` visits the whole tree below; one hook, at its root, is enough for all of it
    if (construct.node.scopes.some((s) => this.roots.has(s))) return;
    this.roots.add(construct);
    // in every layout, cdk8s validates before it renders: the last moment at which the tree is whole
    construct.node.addValidation({
      validate: () => {
        for (const c of construct.node.findAll()) this.harden(c);
        return [];
      },
    });
  }

  /** Once for each object; two hardenings of one object both apply, since neither changes what stands. */
  private harden(construct: IConstruct): void {
    if (!ApiObject.isApiObject(construct) || this.hardened.has(construct)) return;
    this.hardened.add(construct);
    const render = construct.toJson.bind(construct) as () => Manifest;
    construct.toJson = (): Manifest => harden(render(), this.posture, this.target ?? Target.of(construct));
  }
}
