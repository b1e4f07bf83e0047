import { InputError } from '../diagnostics/input-error';
import type { Severity } from '../diagnostics/severity';
import { groupOf } from '../kubernetes/manifest';
import { objectsIn } from '../kubernetes/objects';
import { PolicyEngine } from '../policy/engine';
import { PolicyTarget } from '../policy/policy-target';
import { excludedKindProblems, type NotJudgedKind } from '../policy/not-judged';
import type { PolicyReport } from '../policy/policy-report';
import type { ManifestDocument } from '../policy/subject/manifest-document';
import { countOf, countsOf, noticeText, type Notice, type ReportContent } from '../report/content';
import type { TextOptions } from '../report/text';
import { BaselineStep, type BaselineFiles } from './baseline-file';
import type { ConfiguredOptions } from './configured';
import { ExitCode } from './exit-code';
import { readManifests, type ManifestInput } from './manifest-input';
import { writeWhole } from './output';
import { namesWithSettings, packsOfOptions, TARGET_OPTIONS, withOptionNames } from './option-names';
import { printError } from './print';
import { Progress } from './progress';
import { nodeAppArmor, TargetsByPath, type KubernetesOption } from '../validation/targets-by-path';
import { terminalForm } from './terminal';

/** Options of the command `check`. */
export interface CheckOptions extends BaselineFiles, ConfiguredOptions {
  readonly kubernetes: KubernetesOption;
  readonly apparmor?: string;
  readonly pack: string[];
  readonly format: string;
  readonly details?: boolean;
  readonly color?: string;
  readonly output?: string;
  readonly failOn: Severity;
  readonly asOf: string;
  readonly acknowledgements: boolean;
  readonly neverAccept: string[];
  readonly exclude: string[];
  readonly excludeKind: string[];
  readonly crds?: string[];
}

const COMMAND = 'secure-edge check';

const OPTION_NAMES = {
  ...TARGET_OPTIONS,
  asOf: '--as-of',
  neverAccept: '--never-accept',
  excludeKinds: '--exclude-kind',
};

/** Checks manifests and writes the report. */
export async function runCheck(paths: ReadonlyArray<string>, options: CheckOptions): Promise<ExitCode> {
  const { asOf, acknowledgements, neverAccept, excludeKind: excludeKinds, crds = [], failOn, output } = options;
  const { settingNames = {} } = options;
  const configuredNames = namesWithSettings(OPTION_NAMES, settingNames);
  const packs = await packsOfOptions(COMMAND, options.pack, settingNames);
  const appArmor = nodeAppArmor(options.apparmor);
  const targets = TargetsByPath.parse(COMMAND, options.kubernetes, options.configuredTargets ?? [], (name, isTyped) =>
    withOptionNames(COMMAND, isTyped ? OPTION_NAMES : configuredNames, () => PolicyTarget.parse(name, { appArmor })),
  );
  const progress = new Progress(() => process.stderr);
  const definitions = readManifests(crds, progress);
  requireDefinitions(settingNames['--crds'] ?? '--crds', crds, definitions);
  const props = {
    packs,
    kubernetes: targets.general.name,
    appArmor,
    asOf,
    acknowledgements,
    neverAccept,
    excludeKinds,
    crds: definitions.documents,
  };
  const engine = withOptionNames(COMMAND, configuredNames, () => new PolicyEngine(props));
  const baseline = new BaselineStep(options);
  const { documents, unreadable, skipped } = readManifests(paths, progress, {
    excluded: options.exclude,
    targetOf: (file) => targets.of(file),
  });
  if (documents.length === 0 && unreadable.length === 0) {
    progress.end();
    printError(
      `no manifest at ${paths.join(', ')}: specify a file, or a folder with files that end in .yaml, .yml or .json`,
    );
    for (const notice of skipped.notices) printError(noticeText(notice));
    return ExitCode.UNUSABLE;
  }
  progress.end();
  targets.requireUse();
  progress.tell(`checking ${documents.length} documents`);
  const { report, notices } = baseline.apply(
    engine.check(documents),
    engine.rules.map(({ id }) => id),
  );
  progress.end();

  for (const { file, line, message } of unreadable)
    printError(`${file}${line === undefined ? '' : `:${line}`}: ${message}`);
  for (const each of report.notJudged) for (const line of notJudgedLines(each)) printError(line);
  const facts = [...notices, ...skipped.notices, ...schemaNotices(report)];
  const content = { rules: engine.rules, unreadable, documents, notices: facts, failOn, asOf };
  await write({ report: report._limited(), ...content }, options);
  if (output !== undefined) printError(`${output}: ${countOf(report.objects, 'object')} judged: ${countsOf(report)}`);

  if (unreadable.length > 0 || report.notJudged.length > 0) return ExitCode.UNUSABLE;
  return report.failsAt(failOn) ? ExitCode.FOUND : ExitCode.DONE;
}

/** @throws InputError if a folder of definitions cannot be read, or contains none */
function requireDefinitions(
  option: string,
  folders: ReadonlyArray<string>,
  { documents, unreadable }: ManifestInput,
): void {
  if (folders.length === 0) return;
  const problems = unreadable.map(
    ({ file, line, message }) => `${option}: ${file}${line === undefined ? '' : `:${line}`}: ${message}`,
  );
  const isDefinition = ({ value }: ManifestDocument): boolean =>
    objectsIn(value).objects.some(({ object }) => object['kind'] === 'CustomResourceDefinition');
  if (problems.length === 0 && !documents.some(isDefinition))
    problems.push(
      `${option} must name folders or files with CustomResourceDefinitions, found none in ${folders.join(', ')}`,
    );
  if (problems.length > 0) throw new InputError(COMMAND, problems);
}

function schemaNotices({ _withoutSchema: kinds }: PolicyReport): Notice[] {
  if (kinds.length === 0) return [];
  const items = kinds.map(({ apiVersion, kind, count }) => `${apiVersion} ${kind}: ${countOf(count, 'object')}`);
  return [{ id: 'kinds-without-schema', title: 'not validated, because no schema is known', items }];
}

/** Returns a line for a kind, and an indented one for each place. */
function notJudgedLines({ apiVersion, kind, count, places }: NotJudgedKind): string[] {
  const excluded = `${groupOf(apiVersion)}/${kind}`;
  // the kinds of Kubernetes itself cannot be excluded
  const fix =
    excludedKindProblems([excluded]).length === 0
      ? `check such objects in another way, then exclude the kind with --exclude-kind ${excluded}`
      : 'correct the kind or the content';
  const more = count - places.length;
  return [
    `${apiVersion} ${kind}: ${countOf(count, 'object')} not judged, or not completely: ${fix}`,
    ...places.map((place) => `  ${place}`),
    ...(more > 0 && places.length > 0 ? [`  and ${countOf(more, 'other object')}`] : []),
  ];
}

/** Writers of the formats. Each one is loaded only for its own format. */
const FORMATS: Readonly<Record<string, (content: ReportContent, options: CheckOptions) => Promise<Iterable<string>>>> =
  {
    text: async (content, options) => (await import('../report/text')).textReport(content, textOptions(options)),
    json: async (content) => (await import('../report/json')).jsonReport(content),
    sarif: async (content) => [(await import('../report/sarif')).sarifReport(content)],
    junit: async (content) => [(await import('../report/junit')).junitReport(content)],
    markdown: async (content) => [(await import('../report/markdown')).markdownReport(content)],
    html: async (content) => [(await import('../report/html')).htmlReport(content)],
  };

function textOptions({ details, color, output }: CheckOptions): TextOptions {
  // a file is read later, and in another program
  const form = output === undefined ? terminalForm(process.stdout, color) : terminalForm({}, color, {});
  return { ...form, details, hint: 'why, and how to fix it: --details, or secure-edge rules RULE' };
}

async function write(content: ReportContent, options: CheckOptions): Promise<void> {
  const { format, output } = options;
  const pieces = (await FORMATS[format]?.(content, options)) ?? [];
  if (output !== undefined) {
    writeWhole(output, [...pieces].join(''));
    return;
  }
  for (const block of blocksOf(pieces)) process.stdout.write(block);
}

const BLOCK = 1 << 16;

/** Joins pieces into blocks. Few writes are needed, and no report has to fit into one string. */
function* blocksOf(pieces: Iterable<string>): Generator<string> {
  let block: string[] = [];
  let size = 0;
  for (const piece of pieces) {
    block.push(piece);
    size += piece.length;
    if (size < BLOCK) continue;
    yield block.join('');
    block = [];
    size = 0;
  }
  yield block.join('');
}
