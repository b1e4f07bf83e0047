import { ApiObject } from 'cdk8s';
import { Construct, type IConstruct, type IMixin } from 'constructs';
import type { Manifest } from '../kubernetes/manifest';
import { Target } from '../kubernetes/target';
import { withTarget } from '../kubernetes/target-annotation';
import { writtenTextProblem } from '../kubernetes/written-text';
import { harden } from './harden';
import type { HardeningControl } from './hardening-control';
import { Posture } from './posture';
import { SURROUNDING_KINDS, Surroundings } from './surroundings';

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

  /**
   * Controls to leave out.
   * @default - none
   */
  readonly skip?: HardeningControl[];
}

/** Functions that render objects without hardening. Two hardenings of one object share it. */
const RENDERS = new WeakMap<IConstruct, () => Manifest>();

/**
 * Mixin that hardens the manifests of a construct, such as a workload, an `ApiObject`, an `Include`, a `Helm` chart, a
 * chart, or an app.
 *
 * ```ts
 * app.with(new Hardening());
 * ```
 *
 * Hardening gives every unset field the safe value that the target supports, and never changes an existing value. A field stays
 * unset if the objects of the app show that its safe value would break the pod: for example, if a role is bound to its service
 * account, the pod keeps its token. It also
 * applies to objects that are added below the construct later, from the next synth on; until then, `toJson()` of such an
 * object is not hardened.
 *
 * Synth fails if Kubernetes would read a text differently from its value. An example is a text with U+2028, because of the
 * way cdk8s writes it.
 */
export class Hardening implements IMixin {
  private readonly posture: Posture;
  private readonly target?: Target;
  private readonly skip: ReadonlySet<HardeningControl>;
  /** Objects around the pods, by the root of the tree. Set while cdk8s synthesizes the tree. */
  private readonly surroundings = new WeakMap<IConstruct, Surroundings>();
  private readonly roots = new WeakSet<IConstruct>();
  private readonly hardened = new WeakSet<IConstruct>();

  constructor(props: HardeningProps = {}) {
    this.posture = props.posture ?? new Posture();
    this.target = props.target;
    this.skip = new Set(props.skip);
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
        this.surroundings.set(construct.node.root, surroundingsOf(construct.node.root));
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
    if (!RENDERS.has(construct)) RENDERS.set(construct, render);
    construct.toJson = (): Manifest => {
      const { root } = construct.node;
      const surroundings = this.surroundings.get(root) ?? surroundingsOf(root);
      const target = this.target ?? Target.of(construct);
      const hardened = harden(render(), this.posture, target, { skip: this.skip, surroundings });
      return withTarget(hardened, target._recorded);
    };
  }
}

/** Returns the objects of a tree that decide what its pods need. */
function surroundingsOf(root: IConstruct): Surroundings {
  const surroundings = new Surroundings();
  for (const construct of root.node.findAll()) {
    if (!ApiObject.isApiObject(construct) || !mayContain(construct)) continue;
    const render = RENDERS.get(construct) ?? ((): Manifest => construct.toJson() as Manifest);
    surroundings.add(render());
  }
  return surroundings;
}

/** True for an object that decides what a pod needs, and for one that can contain such objects. */
function mayContain({ kind }: ApiObject): boolean {
  return SURROUNDING_KINDS.has(kind) || kind.endsWith('List') || kind === 'EdgeApplication' || kind === 'Bundle';
}

function problemsOf(construct: IConstruct): string[] {
  if (!ApiObject.isApiObject(construct)) return [];
  const problem = writtenTextProblem(construct.toJson() as Manifest);
  return problem === undefined ? [] : [`${construct.node.path}: ${problem}`];
}
