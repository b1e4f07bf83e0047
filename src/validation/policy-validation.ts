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
import { Report } from '../report/report';
import { isAtLeast, Severity } from '../diagnostics/severity';

/** How an app is judged at synth. */
export interface PolicyValidationProps {
  /**
   * Packs whose rules are run.
   * @default - the pack `edge`
   */
  readonly packs?: Pack[];

  /**
   * The version of Kubernetes that the manifests are judged for: `1.0` to `1.37`, or `latest`.
   * @default - the app's target; 1.27 where that is `izuma-edge`
   */
  readonly kubernetes?: string;

  /**
   * The least severity that fails the synth.
   * @default Severity.HIGH
   */
  readonly failOn?: Severity;

  /**
   * Whether acknowledgements are accepted: those of constructs and those in included manifests.
   * @default true
   */
  readonly acknowledgements?: boolean;

  /**
   * Ids of rules whose findings no acknowledgement accepts, in addition to those of the packs.
   * @default - none
   */
  readonly neverAccept?: string[];

  /**
   * Kinds of other API groups that need not be judged, as `GROUP/KIND`, such as `argoproj.io/Workflow`.
   * @default - the report names each kind that is not judged; it does not fail the synth
   */
  readonly excludeKinds?: string[];
}

/**
 * Judges the manifests of an app when it is synthesized, and fails before a file is written.
 *
 * ```ts
 * PolicyValidation.on(app);
 * app.synth();
 * ```
 *
 * What hardens the app, or validates it, is run before. Acknowledgements do not expire at synth, which knows no clock:
 * `secure-edge check` tells which have.
 */
export class PolicyValidation {
  /**
   * Has an app judged at each synth.
   * @throws when the version is none, two rules have one id, or `neverAccept` contains the id of no rule
   */
  public static on(app: App, props: PolicyValidationProps = {}): PolicyValidation {
    return new PolicyValidation(app, props);
  }

  private readonly engine: PolicyEngine;
  private readonly failOn: Severity;
  private readonly acknowledgements = new ConstructAcknowledgements();
  /** While the app synthesizes; each of its charts asks for the validations of the whole app. */
  private isSynthesizing = false;
  private isJudging = false;
  private known?: string[];

  private constructor(
    private readonly app: App,
    { packs, kubernetes, failOn, ...acceptance }: PolicyValidationProps,
  ) {
    const target = Target.of(app);
    const version = kubernetes ?? (target.isIzumaEdge ? Target.DEFAULT_VERSION : target.name);
    this.engine = new PolicyEngine({ ...(packs && { packs }), kubernetes: version, ...acceptance });
    this.failOn = failOn ?? Severity.HIGH;
    app.node.addValidation({ validate: () => this.validate() });
    const [synth, synthYaml] = [app.synth.bind(app), app.synthYaml.bind(app)];
    app.synth = (): void => this.once(synth);
    app.synthYaml = (): string => this.once(synthYaml);
  }

  /**
   * Accepts a finding in whatever a construct and those below it write: an app of cdk8s-plus, an include, a chart. It is
   * written into the manifest of each object that has the finding; into the first one where none has, to be found as unused.
   *
   * ```ts
   * const policy = PolicyValidation.on(app);
   * policy.acknowledge(till, new Acknowledgement({ rule: 'image-digest', reason: 'the vendor moves the tag' }));
   * ```
   *
   * @param construct of this app
   * @throws when the construct is of another app
   */
  public acknowledge(construct: IConstruct, acknowledgement: Acknowledgement): void {
    if (construct.node.root !== this.app)
      throw new InputError(quote(construct.node.path), [
        'is of another app: acknowledge it at the PolicyValidation of its own',
      ]);
    this.acknowledgements.add(construct, acknowledgement);
  }

  /** What the manifests of the app come to now. */
  public check(): PolicyReport {
    return this.engine.check(this.documents());
  }

  /** The same as a report in every form. */
  public report(): Report {
    const documents = this.documents();
    return new Report({ report: this.engine.check(documents), rules: this.engine.rules, documents });
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
          new ManifestDocument({ value: object.toJson() as unknown, document, constructPath: object.node.path }),
      );
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
    // asked by itself, below
    if (this.isJudging) return [];
    if (this.isSynthesizing) return (this.known ??= this.judge());
    return this.judge();
  }

  private judge(): string[] {
    this.isJudging = true;
    try {
      // other hooks may still change what is rendered, as hardening does for what was added late
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
