import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { InputError, Problems, quote } from '../../diagnostics/input-error';
import type { Manifest } from '../../kubernetes/manifest';
import { objectsIn } from '../../kubernetes/objects';
import type { WrittenFile } from './written-files';
import { PACKAGE_PATHS, type PackagePaths } from './package-paths';
import { readYamlStream } from '../../kubernetes/yaml/yaml-stream';

/** Compose file of an unpacked package, or pod skeleton. */
export interface ComposeSource {
  /** Absolute path of the file. The folder around it is the payload of the package. */
  readonly file: string;
  /** Name of the app. */
  readonly app: string;
  /** Paths at which the manifests refer to the payload and to the data of the app. */
  readonly paths: PackagePaths;
  /** Weaker settings that the user accepts, as `KEY:SERVICE`. */
  readonly accept: ReadonlySet<string>;
  /** Images in the package. */
  readonly images: PackageImages;
}

/** Images in a package by their names. */
export interface PackageImages {
  /** True if the package contains an image. */
  contains(image: string): boolean;
  /** Returns the user of an image, such as `postgres` or `999:999`. Empty for root. Undefined if it is unknown. */
  userOf(image: string): string | undefined;
}

/** Key of a compose file that the manifests express differently, or not at all. */
export interface ComposeLoss {
  /** Name of the service. Empty for a key of the file itself. */
  readonly service: string;
  readonly key: string;
  /** Kind of the difference: `approximated`, `unsupported` or `by-design`. */
  readonly outcome: string;
  readonly reason: string;
}

/** Weaker setting of a compose file that the user has not accepted. */
export interface ComposeRefusal {
  readonly service: string;
  /** Key as `--accept KEY:SERVICE` expects it. */
  readonly key: string;
  readonly reason: string;
}

/** Result of a conversion. */
export interface ConvertedCompose {
  readonly manifests: ReadonlyArray<Manifest>;
  /** Differences from the compose file, in its order. */
  readonly losses: ReadonlyArray<ComposeLoss>;
  /** Changes and omissions of the reading of the file, one sentence each. */
  readonly notes: ReadonlyArray<string>;
  /** Settings that are not accepted. The manifests do not contain them. */
  readonly refusals: ReadonlyArray<ComposeRefusal>;
  /** Files that the manifests mount from the folder of configs, and that the installer writes. */
  readonly files: ReadonlyArray<WrittenFile>;
}

/**
 * Function that converts a compose file to Kubernetes manifests.
 * @throws InputError if the file cannot be read
 */
export type ComposeConverter = (source: ComposeSource) => ConvertedCompose;

/** Error about weaker settings of a compose file that the user has not accepted. Nothing was changed. */
export class ComposeRefused extends Error {
  constructor(
    subject: string,
    file: string,
    /** One sentence for each setting, with the option that accepts it. */
    public readonly refusals: ReadonlyArray<string>,
  ) {
    super(`${subject}: has settings in ${file} that are not accepted`);
    this.name = 'ComposeRefused';
  }
}

/** Manifests of a package, with notes about their conversion. */
export interface PackageManifests {
  readonly manifests: ReadonlyArray<Manifest>;
  /** Notes for the user, one sentence each. */
  readonly notes: ReadonlyArray<string>;
  /** True if the user has accepted each weaker setting by its own word, so that the pods need no further consent. */
  readonly isAccepted: boolean;
  /** Files that the installer writes. */
  readonly files: ReadonlyArray<WrittenFile>;
}

const MANIFESTS = 'manifests';
const MANIFEST_FILE = /\.(ya?ml|json)$/;
const COMPOSE_FILE = 'docker-compose.yml';
const SKELETON_FILE = 'pod.json';

/**
 * Reads the Kubernetes objects of an unpacked package below `manifests/`. Without that folder, its compose file is converted.
 * @throws InputError if objects cannot be read, or none are found
 * @throws ComposeRefused if the compose file has settings that are not accepted
 */
export function packageManifests(
  subject: string,
  folder: string,
  { app, accept, images }: Pick<ComposeSource, 'app' | 'accept' | 'images'>,
  compose?: ComposeConverter,
): PackageManifests {
  const names = readdirSync(folder, { withFileTypes: true });
  if (!names.some((entry) => entry.name === MANIFESTS && entry.isDirectory())) {
    const file = [COMPOSE_FILE, SKELETON_FILE].find((each) => names.some(({ name }) => name === each));
    if (file !== undefined && compose)
      return converted(subject, file, compose({ file: join(folder, file), app, paths: PACKAGE_PATHS, accept, images }));
    throw new InputError(subject, [
      file !== undefined
        ? `has only ${file}, which a kubelet cannot run: add Kubernetes manifests in ${MANIFESTS}/`
        : `has no folder ${MANIFESTS}: add it with Kubernetes manifests`,
    ]);
  }
  const problems = new Problems();
  const manifests: Manifest[] = [];
  for (const file of filesBelow(folder, MANIFESTS).filter((path) => MANIFEST_FILE.test(path)))
    manifests.push(...objectsOf(file, readFileSync(join(folder, file), 'utf8'), problems));
  problems.throwIfAny(subject);
  if (manifests.length === 0) throw new InputError(subject, [`has no manifest in ${MANIFESTS}/`]);
  return { manifests, notes: [], isAccepted: false, files: [] };
}

function converted(
  subject: string,
  file: string,
  { manifests, losses, notes, refusals, files }: ConvertedCompose,
): PackageManifests {
  if (refusals.length > 0)
    throw new ComposeRefused(
      subject,
      file,
      refusals.map(
        ({ service, key, reason }) =>
          `${placeOf(service, key)}: ${reason}; accept it with --accept ${key}${service === '' ? '' : `:${service}`}`,
      ),
    );
  return {
    manifests,
    files,
    isAccepted: true,
    notes: [
      ...notes,
      ...losses.map(({ service, key, outcome, reason }) => `${placeOf(service, key)} is ${outcome}: ${reason}`),
    ],
  };
}

function placeOf(service: string, key: string): string {
  return service === '' ? key : `service ${quote(service)}, ${key}`;
}

function filesBelow(root: string, folder: string): string[] {
  return readdirSync(join(root, folder), { withFileTypes: true })
    .sort((a, b) => (a.name < b.name ? -1 : 1))
    .flatMap((entry) => {
      const path = `${folder}/${entry.name}`;
      if (entry.isDirectory()) return filesBelow(root, path);
      return entry.isFile() ? [path] : [];
    });
}

/** Pointers of objects in a List. A bundle of another engine remains one object. */
const OWN = /^(\/items\/\d+)*$/;

function objectsOf(file: string, text: string, problems: Problems): Manifest[] {
  const { documents, problems: unreadable } = readYamlStream(text);
  for (const { line, message } of unreadable) problems.add(`has ${quote(file)}, line ${line}: ${message}`);
  return documents.flatMap(({ value, lineOf }) => {
    if (value === null) return [];
    const objects = objectsIn(value).objects.filter(({ pointer, inString }) => OWN.test(pointer) && !inString);
    if (objects.some(({ object }) => typeof object['kind'] !== 'string' || typeof object['apiVersion'] !== 'string'))
      problems.add(`has ${quote(file)}, line ${lineOf('')}: is not a Kubernetes object`);
    if (objects.length === 0 && typeof value !== 'object')
      problems.add(`has ${quote(file)}, line ${lineOf('')}: is not a Kubernetes object`);
    return objects.map(({ object }) => object);
  });
}
