import { ApiObject } from 'cdk8s';
import { Construct, type IConstruct, type IMixin } from 'constructs';
import type { Manifest } from '../kubernetes/manifest';
import { Target } from '../kubernetes/target';
import { withTarget } from '../kubernetes/target-annotation';
import { writtenTextProblem } from '../kubernetes/written-text';
import { harden } from './harden';
import { Posture } from './posture';

/** Options of hardening. */
export interface HardeningProps {
  /**
   * Options of hardened pods.
   * @default - read-only root file systems with 64Mi at /tmp, no user namespaces, no strict groups
   */
  readonly posture?: Posture;

  /**
   * Kubernetes that reads the manifests.
   * @default - the target of the construct, see {@link Target.of}
   */
  readonly target?: Target;
}

/**
 * Mixin that hardens the manifests of a construct, such as a workload, an `ApiObject`, an `Include`, a `Helm` chart, a
 * chart, or an app.
 *
 * ```ts
 * app.with(new Hardening());
 * ```
 *
 * Hardening gives every unset field the safe value that the target supports, and never changes an existing value. It also
 * applies to objects that are added below the construct later, from the next synth on; until then, `toJson()` of such an
 * object is not hardened.
 *
 * Synth fails if Kubernetes would read a text differently from its value. An example is a text with U+2028, because of the
 * way cdk8s writes it.
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

  /** Returns true if the object is a construct. */
  public supports(construct: IConstruct): boolean {
    return Construct.isConstruct(construct);
  }

  /** Hardens the objects of a construct, and those that are added below it later. */
  public applyTo(construct: IConstruct): void {
    this.harden(construct);
    // `with` visits the whole tree, for which one validation at the root is enough
    if (construct.node.scopes.some((s) => this.roots.has(s))) return;
    this.roots.add(construct);
    // cdk8s validates the complete tree before it renders, in every output layout
    construct.node.addValidation({
      validate: () => {
        const all = construct.node.findAll();
        for (const c of all) this.harden(c);
        return all.flatMap(problemsOf);
      },
    });
  }

  /** Hardens each object once. Two hardenings of one object both apply, because neither changes existing values. */
  private harden(construct: IConstruct): void {
    if (!ApiObject.isApiObject(construct) || this.hardened.has(construct)) return;
    this.hardened.add(construct);
    const render = construct.toJson.bind(construct) as () => Manifest;
    construct.toJson = (): Manifest => {
      const target = this.target ?? Target.of(construct);
      return withTarget(harden(render(), this.posture, target), target._recorded);
    };
  }
}

function problemsOf(construct: IConstruct): string[] {
  if (!ApiObject.isApiObject(construct)) return [];
  const problem = writtenTextProblem(construct.toJson() as Manifest);
  return problem === undefined ? [] : [`${construct.node.path}: ${problem}`];
}
