import { relative } from 'node:path';
import { printableLine } from '../diagnostics/printable';
import { InputError, Problems, quote } from '../diagnostics/input-error';
import { didYouMean } from '../diagnostics/nearest-word';
import { NodeAppArmor, Target } from '../kubernetes/target';
import { BuiltInPacks } from '../policy/built-in-packs';
import { PolicyEngine } from '../policy/engine';
import type { Baseline } from '../policy/baseline';
import { PolicyTarget } from '../policy/policy-target';
import type { FileDocument } from '../policy/subject/file-document';
import type { Finding } from '../policy/finding';
import type { Pack } from '../policy/pack';
import { SEVERITIES, Severity } from '../diagnostics/severity';
import { builtInPack, packsNamed, unknownPack } from './named-packs';
import { isPackFile } from './pack-file';
import { configuredTargets } from './configured-targets';
import { pathFilter } from './path-filter';
import { baselineIn, definitionsIn, documentsOf } from './plugin-files';
import { TargetsByPath } from './targets-by-path';

/** Part of cdk8s-cli's context that is used. An import of its types would make it a dependency. */
interface ValidationContext {
  readonly manifests: ReadonlyArray<string>;
  readonly report: {
    addViolation(violation: {
      readonly ruleName: string;
      readonly recommendation: string;
      readonly fix: string;
      readonly violatingResources: ReadonlyArray<{
        readonly resourceName: string;
        readonly locations: ReadonlyArray<string>;
        readonly manifestPath: string;
      }>;
    }): void;
    submit(status: 'success' | 'failure', metadata?: { readonly [key: string]: string }): void;
  };
}

const PROPERTIES = [
  'pack',
  'packs',
  'kubernetes',
  'appArmor',
  'failOn',
  'asOf',
  'acknowledgements',
  'neverAccept',
  'excludeKinds',
  'exclude',
  'crds',
  'baseline',
];

/**
 * Validation plugin for `cdk8s synth`. It checks the written files; {@link PolicyValidation} checks before they are written.
 *
 * ```yaml
 * # cdk8s.yaml
 * validations:
 *   - package: ./node_modules/cdk8s-secure-edge
 *     version: 0.1.0
 *     class: SecureEdgePlugin
 *     properties: { pack: pss-restricted, kubernetes: "1.30", failOn: high, asOf: "2026-01-31" }
 * ```
 *
 * Every property is optional. `kubernetes` is the target of manifests that do not name theirs, or a map of
 * globs of files to targets, with `default` for all other files, and `appArmor` is `yes`, `no` or
 * `unknown`: whether the nodes have AppArmor. `pack` and `packs` are names, or JavaScript files that export a {@link Pack}, such as `./own.js`, or
 * lists of both. Without `asOf` no acknowledgement expires. With `acknowledgements: false` no
 * acknowledgement is accepted. `neverAccept` lists rules whose findings cannot be acknowledged. `excludeKinds` lists kinds that
 * are not checked. `exclude` lists globs of files that are not checked, `crds` files with CustomResourceDefinitions, and
 * `baseline` is the file of known findings that `secure-edge check --write-baseline` wrote.
 */
export class SecureEdgePlugin {
  private engine?: PolicyEngine;
  private readonly loadEngine: () => Promise<PolicyEngine>;
  private readonly failOn: Severity;
  private readonly isExcluded: (file: string) => boolean;
  private baseline?: Baseline;
  private targets?: TargetsByPath<PolicyTarget>;

  /** @throws {@link InputError} if a property is unknown, or its value is not one that `secure-edge check` accepts. A pack in a file is loaded by `validate`. */
  constructor(properties: { readonly [key: string]: unknown } = {}) {
    const problems = new Problems();
    const text = (key: string): string | undefined => {
      const value = properties[key];
      if (value === undefined || typeof value === 'string') return value;
      problems.add(`${key} must be a text, got ${quote(value)}: write it in quotes`);
      return undefined;
    };
    for (const key of Object.keys(properties))
      if (!PROPERTIES.includes(key))
        problems.add(
          `property must be one of ${PROPERTIES.join(', ')}, got ${quote(key)}${didYouMean(key, PROPERTIES)}`,
        );
    const [asOf, failOn] = [text('asOf'), text('failOn') ?? Severity.HIGH];
    const kubernetes = configuredTargets(properties['kubernetes'] ?? Target.DEFAULT_VERSION);
    if (typeof kubernetes === 'string') problems.add(`kubernetes ${kubernetes}`);
    const baseline = text('baseline');
    const [exclude, crds] = [listOf(properties['exclude'] ?? []), listOf(properties['crds'] ?? [])];
    if (exclude.includes('')) problems.add('exclude must contain globs, such as charts/**, got ""');
    const severity = SEVERITIES.find((each) => String(each) === failOn);
    if (severity === undefined) problems.add(`failOn must be one of ${SEVERITIES.join(', ')}, got ${quote(failOn)}`);
    const acknowledgements = properties['acknowledgements'] ?? true;
    if (typeof acknowledgements !== 'boolean')
      problems.add(`acknowledgements must be true or false, got ${quote(acknowledgements)}`);
    const nodes = properties['appArmor'] ?? NodeAppArmor.UNKNOWN;
    // YAML reads an unquoted yes or no as a boolean
    const answer = typeof nodes === 'boolean' ? (nodes ? NodeAppArmor.YES : NodeAppArmor.NO) : nodes;
    const appArmor = Object.values(NodeAppArmor).find((each) => each === answer);
    if (appArmor === undefined) problems.add(`appArmor must be yes, no or unknown, got ${quote(nodes)}`);
    const names = [...listOf(properties['pack'] ?? []), ...listOf(properties['packs'] ?? [])];
    const props = {
      ...(asOf && { asOf }),
      appArmor,
      acknowledgements: acknowledgements !== false,
      neverAccept: listOf(properties['neverAccept'] ?? []),
      excludeKinds: listOf(properties['excludeKinds'] ?? []),
    };
    this.failOn = severity ?? Severity.HIGH;
    this.isExcluded = pathFilter(exclude.filter((glob) => glob !== ''));
    let definitions: FileDocument[] = [];
    let general: string | undefined;
    withoutTrace(() => {
      problems.throwIfAny(SUBJECT);
      this.targets = TargetsByPath.parse(SUBJECT, [], typeof kubernetes === 'string' ? [] : kubernetes, (name) =>
        PolicyTarget.parse(name, { appArmor }),
      );
      general = this.targets.general.name;
      definitions = definitionsIn(crds, SUBJECT);
      if (baseline !== undefined) this.baseline = baselineIn(baseline, SUBJECT);
      // a file may be an ES module, which is loaded later
      if (!names.some(isPackFile))
        this.engine = new PolicyEngine({
          ...props,
          kubernetes: general,
          crds: definitions,
          packs: builtInPacks(names),
        });
    });
    this.loadEngine = async (): Promise<PolicyEngine> =>
      (this.engine ??= new PolicyEngine({
        ...props,
        kubernetes: general,
        crds: definitions,
        packs: await packsNamed(names, SUBJECT),
      }));
  }

  /**
   * Checks the manifests of a context of cdk8s-cli, and reports the open findings.
   * @throws {@link InputError} if a pack cannot be loaded, or if a file cannot be read, or has a document that is not a Kubernetes object
   */
  public async validate(context: unknown): Promise<void> {
    try {
      this.report(await this.loadEngine(), context);
    } catch (error) {
      throw traceless(error);
    }
  }

  private report(engine: PolicyEngine, context: unknown): void {
    const { manifests, report } = context as ValidationContext;
    const documents = manifests
      .filter((file) => ![file, relative('', file)].some(this.isExcluded))
      .flatMap((file) => documentsOf(file, this.targets?.of(relative('', file))));
    const checked = engine.check(documents);
    const rules = engine.rules.map(({ id }) => id);
    const result = this.baseline?.compare(checked, rules).report ?? checked;
    const open = result.findings.filter(({ acknowledged, isKnown }) => acknowledged === undefined && !isKnown);
    for (const [rule, findings] of byRule(open)) {
      const known = engine.rules.find((each) => each.id === rule);
      const [first] = findings;
      report.addViolation({
        ruleName: `${rule} (${first?.severity ?? ''})`,
        recommendation: printableLine(known?.rationale ?? known?.title ?? first?.message ?? rule),
        fix: printableLine(known?.fix ?? first?.fix ?? ''),
        violatingResources: findings.map((finding) => ({
          resourceName: printableLine(finding.resource.name),
          locations: [printableLine(`${finding.path}, line ${finding.line ?? 1}: ${finding.message}`)],
          manifestPath: printableLine(finding.file ?? ''),
        })),
      });
    }
    const counts = SEVERITIES.map((severity) => [severity, String(result.count(severity))]);
    report.submit(result.failsAt(this.failOn) ? 'failure' : 'success', {
      kubernetes: result.version.name,
      packs: result.packs.join(', '),
      ...(Object.fromEntries(counts) as { [severity: string]: string }),
      acknowledged: String(result.acknowledged),
      notJudged: result.notJudged.map(({ apiVersion, kind, count }) => `${apiVersion} ${kind} (${count})`).join(', '),
    });
  }
}

const SUBJECT = 'SecureEdgePlugin';

/** Names of the fields of {@link PolicyEngine}, as properties of the plugin have them. */
const NAMES = { version: 'kubernetes' };

function withoutTrace(run: () => void): void {
  try {
    run();
  } catch (error) {
    throw traceless(error);
  }
}

/** Returns an error about the input of the plugin with only its message to print: cdk8s-cli prints the stack and all fields. */
function traceless(error: unknown): unknown {
  if (!(error instanceof InputError)) return error;
  const renamed =
    error.subject === 'PolicyEngine' || error.subject === 'PolicyVersion' ? error._renamed(SUBJECT, NAMES) : error;
  renamed.stack = renamed.message;
  for (const field of Object.keys(renamed)) Object.defineProperty(renamed, field, { enumerable: false });
  return renamed;
}

/** @throws InputError if the library has no pack with one of the names */
function builtInPacks(names: ReadonlyArray<string>): Pack[] {
  const problems = new Problems();
  const packs = names.flatMap((name) => {
    const pack = builtInPack(name);
    if (pack === undefined) problems.addTo('pack', unknownPack(name));
    return pack ?? [];
  });
  problems.throwIfAny(SUBJECT);
  return names.length === 0 ? [BuiltInPacks.edge()] : packs;
}

/** Returns a list of texts. A single value is read as a list of one. */
function listOf(value: unknown): string[] {
  return (Array.isArray(value) ? value : [value]).map(String);
}

function byRule(findings: ReadonlyArray<Finding>): Map<string, Finding[]> {
  const groups = new Map<string, Finding[]>();
  for (const finding of findings) {
    const group = groups.get(finding.rule);
    if (group) group.push(finding);
    else groups.set(finding.rule, [finding]);
  }
  return groups;
}
