import { ApiObject } from 'cdk8s';
import { Construct, type IConstruct, type IMixin } from 'constructs';
import type { Manifest } from '../kubernetes/manifest';
import { Target } from '../kubernetes/target';
import { writtenTextProblem } from '../kubernetes/written-text';
import { harden } from './harden';
import { Posture } from './posture';

/** Options of hardening a construct. */
export interface HardeningProps {
  /**
   * Options of hardened pods.
   * @default - a read-only root file system with 64Mi at /tmp, no user namespace, no strict groups
   */
  readonly posture?: Posture;

  /**
   * Kubernetes that reads the manifests.
   * @default - the target of the construct, see {@link Target.of}
   */
  readonly target?: Target;
}

/**
 * Mixin that hardens the manifests of a construct: a workload, an `ApiObject`, an `Include`, a `Helm` chart, a chart, or an
 * app.
 *
 * ```ts
 * app.with(new Hardening());
 * ```
 *
 * Hardening fills every gap with the safe value that the target supports, and never changes an existing value. It also
 * applies to constructs that are added below the construct later, until synth. It does not apply to `toJson()` of an object
 * that was added later if no synth has run.
 *
 * At synth, a text that Kubernetes would read as another one is an error. An example is a text with U+2028, because of the
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

  public supports(construct: IConstruct): boolean {
    return Construct.isConstruct(construct);
  }

  public applyTo(construct: IConstruct): void {
    this.harden(construct);
    // `with` visits the whole tree, and one validation at its root is enough for all of it
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
    construct.toJson = (): Manifest => harden(render(), this.posture, this.target ?? Target.of(construct));
  }
}

function problemsOf(construct: IConstruct): string[] {
  if (!ApiObject.isApiObject(construct)) return [];
  const problem = writtenTextProblem(construct.toJson() as Manifest);
  return problem === undefined ? [] : [`${construct.node.path}: ${problem}`];
}
