import { Problems, quote } from '../diagnostics/input-error';
import { findingValue } from '../kubernetes/finding-value';
import { unknownRuleId } from '../kubernetes/rule-id';
import type { JsonObject } from '../kubernetes/manifest';
import { objectsIn } from '../kubernetes/objects';
import { Target, type NodeAppArmor } from '../kubernetes/target';
import { accept, type Uses } from './accept';
import { checkRenderings } from './check-renderings';
import { isDay } from '../kubernetes/syntax';
import { BuiltInPacks } from './built-in-packs';
import { BuiltInRules } from './built-in-rules';
import { clustersOf } from './clusters';
import { engineRules } from './engine-rule';
import { Finding } from './finding';
import { limitFindings, MOST_FINDINGS_OF_OBJECT } from './finding-limit';
import type { Found } from './found';
import type { ManifestDocument } from './subject/manifest-document';
import type { ObjectSubject } from './subject/object-subject';
import type { UnreadContent } from './subject/manifest-set';
import { excludedKindProblems, notJudgedIn } from './not-judged';
import { clashOf, type Pack } from './pack';
import { PolicyReport } from './policy-report';
import { PolicyTarget } from './policy-target';
import type { PolicyVersion } from './policy-version';
import type { Rule } from './rule';
import { refusals, type RefusalOf } from './refusal';
import { unknownRules } from './unknown-rules';
import { runRules, type FoundByObject } from './run-rules';

/** Options of {@link PolicyEngine}. */
export interface PolicyEngineProps {
  /**
   * Packs whose rules are run.
   * @default - the pack `edge`
   */
  readonly packs?: Pack[];

  /**
   * Kubernetes that the manifests are checked for, unless they have a target of their own: `1.0` to `1.37`, `latest`, or
   * `izuma-edge`.
   * @default 1.27
   */
  readonly kubernetes?: string;

  /**
   * Availability of AppArmor on the nodes, for manifests whose document has no target.
   * @default NodeAppArmor.UNKNOWN
   */
  readonly appArmor?: NodeAppArmor;

  /**
   * Date of the check, as `YYYY-MM-DD`. An acknowledgement whose `until` is earlier has expired.
   * @default - no acknowledgement expires
   */
  readonly asOf?: string;

  /**
   * True if acknowledgements in the manifests are accepted, and the targets in their annotations. Manifests from outside can
   * contain acknowledgements of their own, and a target with fewer checks.
   * @default true
   */
  readonly acknowledgements?: boolean;

  /**
   * Ids of rules whose findings no acknowledgement accepts, in addition to those of the packs.
   * @default - none
   */
  readonly neverAccept?: string[];

  /**
   * Kinds of other API groups that do not have to be checked, as `GROUP/KIND`, such as `argoproj.io/Workflow`. Findings in these
   * objects are still reported.
   * @default - the report lists each kind that is not checked
   */
  readonly excludeKinds?: string[];

  /**
   * Documents with CustomResourceDefinitions, whose schemas the custom resources among the manifests must have. They are not
   * checked themselves.
   * @default - the definitions among the manifests, and those of the kinds that the library knows
   */
  readonly crds?: ManifestDocument[];
}

/** Number of unknown ids of one check that are compared with the rules, because each comparison takes time. */
const MOST_SUGGESTIONS = 100;

/** Checks manifests by the rules of packs. */
export class PolicyEngine {
  /** Packs whose rules are run. */
  public readonly packs: Pack[];
  /** Rules that are run, sorted by id. */
  public readonly rules: Rule[];
  /** Cluster that manifests without a target of their own are checked for. */
  public readonly target: PolicyTarget;
  public readonly asOf?: string;

  private readonly excludeKinds: ReadonlyArray<string>;
  private readonly definitions: ReadonlyArray<JsonObject>;
  private readonly acknowledgements: boolean;
  private readonly refusalOf: RefusalOf;

  /** Packs that contain a rule, which decide which of its violations are shown. */
  private readonly packsOf: ReadonlyMap<Rule, ReadonlyArray<Pack>>;

  /** @throws {@link InputError} if the version or the date is invalid, `packs` is empty, two rules have the same id, `neverAccept` contains an unknown id, or `excludeKinds` contains an invalid kind */
  constructor(props: PolicyEngineProps = {}) {
    this.packs = props.packs ?? [BuiltInPacks.edge()];
    this.target = PolicyTarget.parse(props.kubernetes ?? Target.DEFAULT_VERSION, { appArmor: props.appArmor });
    this.asOf = props.asOf;
    const rules = [...new Set(this.packs.flatMap((pack) => pack.rules))];
    const problems = new Problems();
    if (this.packs.length === 0) problems.add('packs must not be empty: without a pack, nothing is checked');
    if (props.asOf !== undefined && !isDay(props.asOf))
      problems.addTo('asOf', `must be a date as YYYY-MM-DD, got ${quote(props.asOf)}`);
    problems.add(clashOf([...rules, ...Object.values<Rule>({ ...engineRules() })]));
    const neverAccept = props.neverAccept ?? [];
    const known = knownRules(rules).map(({ id }) => id);
    for (const problem of unknownRules(neverAccept, known)) problems.addTo('neverAccept', problem);
    this.excludeKinds = props.excludeKinds ?? [];
    for (const problem of excludedKindProblems(this.excludeKinds)) problems.addTo('excludeKinds', problem);
    problems.throwIfAny('PolicyEngine');
    this.definitions = (props.crds ?? []).flatMap(({ value }) => objectsIn(value).objects.map(({ object }) => object));
    this.acknowledgements = props.acknowledgements ?? true;
    this.refusalOf = refusals({ acknowledgements: this.acknowledgements, neverAccept, packs: this.packs });
    this.rules = rules.sort(byId);
    this.packsOf = new Map(rules.map((rule) => [rule, this.packs.filter((pack) => pack.rules.includes(rule))]));
  }

  /** Version of Kubernetes that manifests without a target of their own are checked for. */
  public get version(): PolicyVersion {
    return this.target.version;
  }

  /**
   * Checks manifests that belong together. Manifests with different targets belong to different clusters, and are not checked
   * together. Changes neither the manifests nor the engine.
   */
  public check(documents: ManifestDocument[]): PolicyReport {
    const { definitions } = this;
    const choice = { general: this.target, isAnnotationRead: this.acknowledgements, definitions };
    const { sets, objects, malformed } = clustersOf(documents, choice);
    const found: FoundByObject = new Map(sets.flatMap((manifests) => [...runRules(this.rules, manifests)]));
    for (const each of malformed) addFound(found, each);
    for (const unread of sets.flatMap(({ _unread }) => _unread)) addFound(found, unreadableContent(unread));
    const { asOf, refusalOf } = this;
    const acceptance = { asOf, isJudged: this.judgesOf(), unknownRule: this.unknownRule(), refusalOf };
    const uses = new Map<ObjectSubject, Uses>();
    const usesOf = (object: ObjectSubject): Uses => {
      const own = uses.get(object) ?? new Map<string, string>();
      uses.set(object, own);
      return own;
    };
    const all = [...objects, ...sets.map(({ _whole }) => _whole)];
    const problems = new Map(
      all.map((object) => [object, accept(object, found.get(object) ?? [], acceptance, () => usesOf(object))]),
    );
    const renderings = checkRenderings(this.rules, sets, found, acceptance, usesOf);
    const findings = all.flatMap((object) => {
      const before = found.get(object) ?? [];
      const wrong = (problems.get(object) ?? []).filter((each) => !renderings.needs(each));
      // an annotation that matches nothing does not need a finding
      const own = this.findingsOf(object, this.acknowledgements ? [...before, ...wrong] : before);
      const rendered = renderings.byBase.get(object) ?? [];
      return rendered.length === 0 ? own : [...own, ...rendered.flatMap((r) => this.findingsOf(r.subject, r.found))];
    });
    const packs = this.packs.map((pack) => pack.name);
    const { kinds: notJudged, counts } = notJudgedIn(sets, this.excludeKinds);
    const targets = sets.map(({ target, objects: own }, i) => ({ target, objects: own.length - (counts[i] ?? 0) }));
    return PolicyReport._of({ target: this.target, targets, packs, findings, notJudged, sets });
  }

  /** True if it is known whether acknowledgements of a rule are needed: for rules that were run, and for those of the engine. */
  private judgesOf(): (rule: string) => boolean {
    const run = new Set(this.rules.map((rule) => rule.id));
    const known = new Set(BuiltInRules.all().map((rule) => rule.id));
    return (rule) => run.has(rule) || !known.has(rule);
  }

  /** Returns the problem with the id of a rule in an acknowledgement, such as one that is misspelled. */
  private unknownRule(): (rule: string) => string | undefined {
    const known = new Set(knownRules(this.rules).map(({ id }) => id));
    const said = new Map<string, string>();
    return (rule) => {
      if (known.has(rule)) return undefined;
      const before = said.get(rule);
      if (before !== undefined) return before;
      const problem = unknownRuleId('rule of an acknowledgement', rule, said.size < MOST_SUGGESTIONS ? known : []);
      if (said.size < MOST_SUGGESTIONS) said.set(rule, problem);
      return problem;
    };
  }

  private findingsOf(object: ObjectSubject, found: ReadonlyArray<Found>): Finding[] {
    const findings = [...found]
      .sort((a, b) => byId(a.rule, b.rule))
      .filter((each) => this.shows(each))
      .map((each) => this.finding(each));
    return limitFindings(findings, MOST_FINDINGS_OF_OBJECT, object, 'this object');
  }

  private shows({ rule, violation }: Found): boolean {
    return this.packsOf.get(rule)?.some((pack) => pack._takes(violation)) ?? true;
  }

  private finding({
    rule,
    object,
    path,
    set,
    container,
    value,
    violation,
    hint,
    acknowledged,
    refused,
  }: Found): Finding {
    const isBaseline = this.packsOf.get(rule)?.every((pack) => pack._level === 'baseline') ?? false;
    const said = isBaseline ? violation.baseline : (violation.restricted ?? violation.baseline);
    const { check, message: found } = { check: undefined, message: violation.message, ...said };
    const note = refused === undefined ? hint : `its acknowledgement is not accepted: ${refused.why}`;
    const message = note === undefined ? found : `${found}; ${note}`;
    const { severity = rule.severity, fix = rule.fix } = violation;
    const { id, _frameworks: frameworks } = rule;
    const props = { rule: id, check, severity, container, value, message, fix, set, frameworks, acknowledged, refused };
    return Finding._of(props, object, path);
  }
}

/** Returns rules, the rules of the library, and those of the engine. */
function knownRules(rules: ReadonlyArray<Rule>): Rule[] {
  return [...rules, ...BuiltInRules.all(), ...Object.values<Rule>({ ...engineRules() })];
}

function unreadableContent({ object, path, why, fix }: UnreadContent): Found {
  const rule = engineRules().unreadableContent;
  const value = findingValue(path);
  return { rule, object, path, value, violation: { path, message: `unreadable content: ${why}`, fix } };
}

function addFound(found: FoundByObject, each: Found): void {
  found.set(each.object, [...(found.get(each.object) ?? []), each]);
}

function byId(a: Rule, b: Rule): number {
  return a.id < b.id ? -1 : Number(a.id > b.id);
}
