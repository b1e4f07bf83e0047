import { convertProject, manifestsOf, type Conversion } from '../compose/compose-converter';
import type { ComposeProject } from '../compose/compose-project';
import type { ConversionOptions } from '../compose/conversion-options';
import { readPodSkeletonFile } from '../compose/pod-skeleton/read-pod-skeleton';
import { readComposeProject } from '../compose/reading/read-compose-project';
import { printApp } from '../compose/typescript/print-app';
import { FolderFiles } from '../compose/storage/project-files';
import { everyWish } from '../compose/wishes';
import { InputError, Problems, quote } from '../diagnostics/input-error';
import { nearestWord } from '../diagnostics/nearest-word';
import { IdentityRegistry } from '../gateway/identity-registry';
import { toDnsLabel } from '../kubernetes/syntax';
import { Target } from '../kubernetes/target';
import { writeYaml } from '../kubernetes/yaml/write-yaml';
import { ImageLock } from '../supply-chain/image-lock';
import { composeSummary } from './compose-summary';
import { ExitCode } from './exit-code';
import { TARGET_OPTIONS, withOptionNames } from './option-names';
import { writeAll } from './output';
import { OutputFolder } from './output-folder';
import { printError } from './print';
import { nodeAppArmor } from '../validation/targets-by-path';

/** Options of the command `compose`. */
export interface ComposeOptions {
  readonly output: string;
  readonly format: string;
  readonly kubernetes: string;
  readonly apparmor?: string;
  /** False for `--no-namespace`, and true if neither option is given. */
  readonly namespace: string | boolean;
  readonly profile: string[];
  readonly envFile: string[];
  readonly accept: string[];
  readonly projectName?: string;
  readonly gateway?: string;
  readonly identities?: string;
  readonly images?: string;
}

const COMMAND = 'secure-edge compose';

/** Converts a project, and writes the app and the report. Nothing is written if a file is invalid. */
export function runCompose(files: ReadonlyArray<string>, options: ComposeOptions): ExitCode {
  const target = withOptionNames(COMMAND, TARGET_OPTIONS, () =>
    Target.parse(options.kubernetes, { appArmor: nodeAppArmor(options.apparmor) }),
  );
  const skeleton = readPodSkeletonFile(files, options.projectName);
  if (skeleton !== undefined && options.profile.length + options.envFile.length > 0)
    throw new InputError(COMMAND, [
      '--profile and --env-file are for Compose files, and not for a pod skeleton: remove them',
    ]);
  const project = skeleton?.project ?? projectOf(files, options);
  const { gateway } = options;
  const namespace = namespaceOf(options.namespace, skeleton?.namespace ?? project.name, target);
  const conversionOptions: ConversionOptions = {
    target,
    ...(skeleton === undefined && { files: new FolderFiles(project.folder) }),
    accepted: acceptedOf(options.accept, [...project.services.keys(), ...(project.jobs?.keys() ?? [])]),
    ...(namespace !== undefined && { namespace }),
    ...(gateway !== undefined && { gateway }),
    ...(options.identities !== undefined && { identities: IdentityRegistry.fromFile(options.identities) }),
    ...(options.images !== undefined && { images: ImageLock.fromFile(options.images) }),
  };
  const converted = convertProject(project, conversionOptions);
  const conversion = {
    ...converted,
    report: skeleton?.reportOf(converted.report, namespace) ?? converted.report,
  };
  const app = writtenForm(conversion, options.format);
  const outputs = [
    { name: files[0] ?? '', relative: app.file },
    { name: files[0] ?? '', relative: 'loss.json' },
  ];
  const folder = new OutputFolder(options.output, outputs);
  for (const problem of folder.problems) printError(problem);
  if (folder.problems.length > 0) return ExitCode.UNUSABLE;
  const texts = [app.text, conversion.report.toJson()];
  const written = outputs.map((output, i) => ({ path: folder.pathOf(output), text: texts[i] ?? '' }));
  writeAll(written);
  for (const variable of project.unsetVariables)
    printError(`variable ${quote(variable)} is not set, so it is empty: set it in .env, or in the environment`);
  const { report } = conversion;
  process.stdout.write(
    composeSummary(
      project.name,
      report,
      written.map(({ path }) => path),
    ),
  );
  return report.refused.length > 0 ? ExitCode.FOUND : ExitCode.DONE;
}

function projectOf(files: ReadonlyArray<string>, options: ComposeOptions): ComposeProject {
  return readComposeProject(files, {
    environment: process.env,
    ...(options.projectName !== undefined && { projectName: options.projectName }),
    ...(options.profile.length > 0 && { profiles: options.profile }),
    ...(options.envFile.length > 0 && { envFiles: options.envFile }),
  });
}

/** Returns the namespace of the objects. An izuma-edge has none, and the name of a project need not be one. */
function namespaceOf(option: string | boolean, project: string, target: Target): string | undefined {
  if (option === false) return undefined;
  if (typeof option === 'string') return option;
  const name = toDnsLabel(project);
  return target._apiVersion('Namespace') === undefined || name === '' ? undefined : name;
}

/** Returns the accepted weaknesses with their reasons. @throws InputError if one, or its service, does not exist */
function acceptedOf(accept: ReadonlyArray<string>, services: ReadonlyArray<string>): ReadonlyMap<string, string> {
  const problems = new Problems();
  const wishes = everyWish();
  for (const word of accept) {
    const colon = word.indexOf(':');
    const [wish, service] = colon < 0 ? [word, undefined] : [word.slice(0, colon), word.slice(colon + 1)];
    if (!wishes.includes(wish))
      problems.addTo(
        '--accept',
        `must be one of ${everyWishInWords()}, with :SERVICE for one service, got ${quote(word)}${suggestion(wish, wishes)}`,
      );
    if (service !== undefined && !services.includes(service))
      problems.addTo(
        '--accept',
        `must name a service of the project, got ${quote(word)}${suggestion(service, services)}`,
      );
  }
  problems.throwIfAny(COMMAND);
  return new Map(accept.map((word) => [word, `accepted on the command line by --accept ${word}`]));
}

function everyWishInWords(): string {
  return `${everyWish()
    .filter((wish) => !wish.startsWith('cap-'))
    .join(', ')}, or cap- and a capability such as cap-net-admin`;
}

function suggestion(word: string, known: ReadonlyArray<string>): string {
  const nearest = nearestWord(word, known);
  return nearest === undefined ? '' : `: did you mean ${quote(nearest)}?`;
}

function writtenForm(conversion: Conversion, format: string): { readonly file: string; readonly text: string } {
  const manifests = manifestsOf(conversion);
  if (format === 'typescript')
    return { file: `${conversion.name}.ts`, text: printApp(conversion, conversion.report.entries) };
  const documents = manifests.map((manifest) => writeYaml(manifest));
  return { file: `${conversion.name}.k8s.yaml`, text: documents.join('---\n') };
}
