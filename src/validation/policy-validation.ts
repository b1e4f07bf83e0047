import { ApiObject, type App } from 'cdk8s';
import type { IConstruct } from 'constructs';
import { ConstructAcknowledgements } from './construct-acknowledgements';
import { printableLine } from '../diagnostics/printable';
import { InputError, quote } from '../diagnostics/input-error';
import { Target } from '../kubernetes/target';
import type { Acknowledgement } from '../kubernetes/acknowledgement';
import { PolicyEngine } from '../policy/engine';
import type { Finding } from '../policy/finding';
import { ManifestDocument } from '../policy/subject/manifest-document';
import type { Pack } from '../policy/pack';
import type { PolicyReport } from '../policy/policy-report';
import { PolicyTarget } from '../policy/policy-target';
import { Report } from '../report/report';
import { isAtLeast, Severity } from '../diagnostics/severity';

/** Options of the check of an app at synth. */
export interface PolicyValidationProps {
  /**
   * Packs of the rules to run.
   * @default - the pack `edge`
   */
  readonly packs?: Pack[];

  /**
   * Kubernetes to check all manifests for: `1.0` to `1.37`, `latest`, or `izuma-edge`.
   * @default - each object is checked for its own target, see {@link Target.of}
   */
  readonly kubernetes?: string;

  /**
   * Lowest severity that fails the synth.
   * @default Severity.HIGH
   */
  readonly failOn?: Severity;

  /**
   * True to accept acknowledgements, both of constructs and in included manifests.
   * @default true
   */
  readonly acknowledgements?: boolean;

  /**
   * Ids of rules whose findings cannot be acknowledged, in addition to those of the packs.
   * @default - none
   */
  readonly neverAccept?: string[];

  /**
   * Kinds of other API groups to leave unchecked, as `GROUP/KIND`, such as `argoproj.io/Workflow`.
   * @default - the report lists each unchecked kind, which does not fail the synth
   */
  readonly excludeKinds?: string[];
}

/**
 * Checks the manifests of an app when it is synthesized, and fails before a file is written.
 *
 * ```ts
 * PolicyValidation.on(app);
 * app.synth();
 * ```
 *
 * Hardening and other validations of the app run before. Acknowledgements do not expire at synth, which does not read the
 * clock: `secure-edge check` reports the expired ones.
 */
export class PolicyValidation {
  /**
   * Adds the check to every synth of an app.
   * @throws {@link InputError} if the version is unknown, two rules have the same id, or `neverAccept` contains an unknown id
   */
  public static on(app: App, props: PolicyValidationProps = {}): PolicyValidation {
    return new PolicyValidation(app, props);
  }

  private readonly engine: PolicyEngine;
  private readonly kubernetes?: string;
  private readonly failOn: Severity;
  private readonly acknowledgements = new ConstructAcknowledgements();
  /** True while the app synthesizes. Each of its charts then runs the validations of the whole app. */
  private isSynthesizing = false;
  private isJudging = false;
  private known?: string[];

  private constructor(
    private readonly app: App,
    { packs, kubernetes, failOn, ...acceptance }: PolicyValidationProps,
  ) {
    const { name, appArmor } = Target.of(app);
    this.engine = new PolicyEngine({ packs, kubernetes: kubernetes ?? name, appArmor, ...acceptance });
    this.kubernetes = kubernetes;
    this.failOn = failOn ?? Severity.HIGH;
    app.node.addValidation({ validate: () => this.validate() });
    const [synth, synthYaml] = [app.synth.bind(app), app.synthYaml.bind(app)];
    app.synth = (): void => this.once(synth);
    app.synthYaml = (): string => this.once(synthYaml);
  }

  /**
   * Acknowledges one finding in each object of a construct, such as an app of cdk8s-plus, an include or a chart. The
   * acknowledgement is written into the manifest of each object that has the finding, with its container and value. If an object
   * has several findings of the rule, the others stay open: acknowledge each of them with its container and value. If no object has
   * the finding, the acknowledgement is written into the first one, and is reported as unused.
   *
   * ```ts
   * const policy = PolicyValidation.on(app);
   * policy.acknowledge(shop, new Acknowledgement({ rule: 'image-digest', reason: 'the vendor moves the tag' }));
   * ```
   *
   * @param construct construct of this app
   * @throws {@link InputError} if the construct is in another app
   */
  public acknowledge(construct: IConstruct, acknowledgement: Acknowledgement): void {
    if (construct.node.root !== this.app)
      throw new InputError(quote(construct.node.path), [
        'is in another app: acknowledge the finding with the PolicyValidation of that app',
      ]);
    this.acknowledgements.add(construct, acknowledgement);
  }

  /** Checks the manifests of the app as they are now. */
  public check(): PolicyReport {
    return this.engine.check(this.documents());
  }

  /** Checks the manifests, and returns a report that can be written in every format. */
  public report(): Report {
    const documents = this.documents();
    return new Report({
      report: this.engine.check(documents),
      rules: this.engine.rules,
      documents,
      failOn: this.failOn,
    });
  }

  private documents(): ManifestDocument[] {
    if (this.acknowledgements.isEmpty) return this.rendered();
    this.acknowledgements.clear();
    this.acknowledgements.write(this.engine.check(this.rendered()).findings);
    return this.rendered();
  }

  private rendered(): ManifestDocument[] {
    return this.app.node
      .findAll()
      .filter((construct) => ApiObject.isApiObject(construct))
      .map(
        (object, document) =>
          new ManifestDocument({
            value: object.toJson() as unknown,
            document,
            constructPath: object.node.path,
            target: this.targetOf(object),
          }),
      );
  }

  private targetOf(object: ApiObject): PolicyTarget {
    const { name, appArmor } = Target.of(object);
    return PolicyTarget.parse(this.kubernetes ?? name, { appArmor });
  }

  private once<T>(synth: () => T): T {
    this.isSynthesizing = true;
    try {
      return synth();
    } finally {
      this.isSynthesizing = false;
      this.known = undefined;
    }
  }

  private validate(): string[] {
    // called by judge() below
    if (this.isJudging) return [];
    if (this.isSynthesizing) return (this.known ??= this.judge());
    return this.judge();
  }

  private judge(): string[] {
    this.isJudging = true;
    try {
      // other hooks can still change the manifests, as hardening does for constructs that were added late
      for (const construct of this.app.node.findAll()) construct.node.validate();
      const report = this.check();
      return report.findings.filter((finding) => this.fails(finding)).map(messageOf);
    } finally {
      this.isJudging = false;
    }
  }

  private fails({ severity, acknowledged }: Finding): boolean {
    return acknowledged === undefined && isAtLeast(severity, this.failOn);
  }
}

function messageOf({ severity, rule, constructPath, container, path, message, fix }: Finding): string {
  const where = [constructPath, container === undefined ? undefined : `container ${container}`, path];
  const place = where.filter((part) => part !== undefined && part !== '').join(', ');
  return printableLine(`${severity} ${rule}: ${place}: ${message}: ${fix}`);
}
