import { ApiObject } from 'cdk8s';
import { Construct, type IConstruct, type IMixin } from 'constructs';
import type { Manifest } from '../kubernetes/manifest';
import { Target } from '../kubernetes/target';
import { writtenTextProblem } from '../kubernetes/written-text';
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
 *
 * At synth, a text that cdk8s would write so that Kubernetes reads another, such as one with U+2028, is an error.
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
        const all = construct.node.findAll();
        for (const c of all) this.harden(c);
        return all.flatMap(problemsOf);
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

function problemsOf(construct: IConstruct): string[] {
  if (!ApiObject.isApiObject(construct)) return [];
  const problem = writtenTextProblem(construct.toJson() as Manifest);
  return problem === undefined ? [] : [`${construct.node.path}: ${problem}`];
}
