import { existsSync, readFileSync } from 'node:fs';
import { fileProblem } from '../diagnostics/file-error';
import { InputError, Problems, quote } from '../diagnostics/input-error';
import { imageReference } from '../kubernetes/image-reference';
import { HTTP_REGISTRY } from '../registry/http-registry';
import { openImageArchives } from '../registry/image-archive';
import { referenceOf, type ImageSource } from '../registry/image-source';
import { findRegistryTool } from '../registry/registry-tool';
import { resolveImage } from '../registry/resolve-image';
import { entryProblems, ImageLockFile, type LockedImage, type ResolvedImage } from '../supply-chain/image-lock-file';
import { ExitCode } from './exit-code';
import { writeWhole } from './output';
import { print, printError } from './print';

/** Actions of `secure-edge images`. */
export const IMAGE_ACTIONS = ['lock', 'update', 'check'] as const;
export type ImageAction = (typeof IMAGE_ACTIONS)[number];

/** Options of `secure-edge images`. */
export interface ImagesOptions {
  readonly lock: string;
  readonly from?: string[];
  readonly tool?: string;
}

/** Image with its digest in the source. */
interface Answer {
  readonly image: LockedImage;
  readonly resolved: ResolvedImage;
}

/** Number of images that are read at the same time. */
const AT_ONCE = 4;

/**
 * Locks, updates or checks images.
 * @throws InputError if the lock file or an image cannot be read; then, nothing is written
 */
export async function runImages(
  action: ImageAction,
  named: ReadonlyArray<string>,
  options: ImagesOptions,
): Promise<ExitCode> {
  const file = readLock(options.lock, action === 'lock');
  const images = chosenImages(action, named, file, options.lock);
  if (images.length === 0) {
    print(`${quote(options.lock)}: ${action === 'lock' ? 'every image is locked' : 'no image has a tag'}`);
    return ExitCode.DONE;
  }
  const source = await sourceOf(options);
  const answers = await resolveAll(source, images);
  printError(`digests from ${source.name}`);
  if (action === 'check') return report(answers);
  write(options.lock, file, answers);
  return ExitCode.DONE;
}

function readLock(path: string, mayBeNew: boolean): ImageLockFile {
  if (mayBeNew && !existsSync(path)) return ImageLockFile.empty();
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch (error) {
    throw new InputError(`image lock ${quote(path)}`, [fileProblem(error)]);
  }
  return ImageLockFile.parse(text, path);
}

/**
 * Returns the images that an action is about. Without names: for lock those without a digest, for update those with a tag, and
 * for check all.
 */
function chosenImages(
  action: ImageAction,
  named: ReadonlyArray<string>,
  file: ImageLockFile,
  path: string,
): LockedImage[] {
  const known = new Map(file.images.map((image) => [image.name, image]));
  if (named.length === 0) {
    const all = [...known.values()];
    if (action === 'check') return all;
    return all.filter(({ tag, digest }) => (action === 'lock' ? digest === undefined : tag !== undefined));
  }
  const problems = new Problems();
  const images = named.map((each) => {
    const equals = each.indexOf('=');
    const image = equals < 0 ? known.get(each) : given(each.slice(0, equals), each.slice(equals + 1));
    if (image === undefined)
      problems.add(
        `has no image ${quote(each)}: its images are ${[...known.keys()].map((name) => quote(name)).join(', ') || 'none'}; add one as ${each}=REFERENCE`,
      );
    else {
      if (equals >= 0) {
        if (action === 'check')
          problems.add(`${quote(each)} must be only a name: check compares what the file contains`);
        for (const problem of entryProblems(image)) problems.add(problem);
      } else if (action === 'lock' && image.digest !== undefined)
        problems.add(`image ${quote(each)} is locked to ${image.digest}: use "images update ${each}" to change it`);
      else if (action === 'update' && image.tag === undefined)
        problems.add(`image ${quote(each)} has no tag that could have a new digest: give ${each}=REFERENCE with one`);
    }
    return image;
  });
  problems.throwIfAny(`image lock ${quote(path)}`);
  return images.filter((image) => image !== undefined);
}

function given(name: string, reference: string): LockedImage {
  const { repository, tag, digest } = imageReference(reference);
  return { name, repository, tag, digest };
}

async function sourceOf({ from, tool }: ImagesOptions): Promise<ImageSource> {
  if (from !== undefined) return openImageArchives(from);
  return (tool === 'none' ? undefined : await findRegistryTool(tool)) ?? HTTP_REGISTRY;
}

/** Reads the digests of images, and reports every failure together. An image with a tag has the digest of the tag. */
async function resolveAll(source: ImageSource, images: ReadonlyArray<LockedImage>): Promise<Answer[]> {
  const answers: Answer[] = [];
  const problems = new Problems();
  for (let at = 0; at < images.length; at += AT_ONCE) {
    const batch = images.slice(at, at + AT_ONCE);
    const wanted = batch.map(({ repository, tag, digest }) =>
      tag === undefined ? { repository, digest } : { repository, tag },
    );
    const ended = await Promise.allSettled(wanted.map((image) => resolveImage(source, image)));
    ended.forEach((result, i) => {
      const image = batch[i];
      if (image === undefined) return;
      if (result.status === 'fulfilled') answers.push({ image, resolved: result.value });
      else if (result.reason instanceof InputError)
        problems.add(`${quote(image.name)} (${referenceOf(image)}): ${result.reason.problems.join('; ')}`);
      else throw result.reason;
    });
  }
  problems.throwIfAny('images');
  return answers;
}

function report(answers: ReadonlyArray<Answer>): ExitCode {
  const changed = answers.filter(({ image, resolved }) => image.digest !== resolved.digest);
  for (const answer of changed) printChange(answer);
  print(`${answers.length} ${answers.length === 1 ? 'image' : 'images'}, ${changed.length} with another digest`);
  return changed.length === 0 ? ExitCode.DONE : ExitCode.FOUND;
}

function write(path: string, file: ImageLockFile, answers: ReadonlyArray<Answer>): void {
  const date = new Date().toISOString().slice(0, 10);
  const before = new Map(file.images.map((image) => [image.name, image]));
  // an image whose digest stays keeps its date, so that the file changes only with an image
  const changed = answers.filter(({ image, resolved }) => {
    const old = before.get(image.name);
    return old?.digest !== resolved.digest || old.repository !== image.repository || old.tag !== image.tag;
  });
  for (const { image, resolved } of answers)
    printChange({ image: { ...image, digest: before.get(image.name)?.digest }, resolved });
  if (changed.length === 0) return;
  const after = changed.reduce((lock, { image, resolved }) => lock.with({ ...image, resolved, date }), file);
  writeWhole(path, after.toJson());
}

function printChange({ image, resolved: { digest, platforms } }: Answer): void {
  const { name, repository, tag } = image;
  if (image.digest === digest) {
    print(`${name}: unchanged`);
    return;
  }
  print(`${name}: ${referenceOf({ repository, tag })}`);
  if (image.digest !== undefined) print(`  - ${image.digest}`);
  print(`  + ${digest} (${Object.keys(platforms).join(', ')})`);
}
