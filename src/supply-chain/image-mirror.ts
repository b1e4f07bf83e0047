import type { IConstruct } from 'constructs';
import { Problems, quote } from '../diagnostics/input-error';
import { imageReference, isImageReference } from '../kubernetes/image-reference';
import { dnsSubdomain } from '../kubernetes/syntax';
import type { Image } from './image';

/** Options of a mirror. */
export interface ImageMirrorOptions {
  /**
   * Registries whose images are pulled from the mirror, such as `ghcr.io`. The images of other registries stay as they are.
   * @default - all registries
   */
  readonly registries?: string[];

  /**
   * Names of the Secrets with the credentials of the mirror. Each namespace of the apps must have them.
   * @default - none, the nodes can pull from the mirror
   */
  readonly pullSecrets?: string[];
}

/** Registry of images without the name of one. */
const DOCKER_HUB = 'docker.io';

const CHOSEN = Symbol.for('cdk8s-secure-edge.image-mirror');

/**
 * Registry from which the nodes pull images instead of the original one, for sites without internet access.
 *
 * A mirror applies to all apps of a scope, with this library's own loader and installer. Only the registry changes: the path,
 * the tag and the digest stay, so that the nodes run the same bytes.
 *
 * ```ts
 * ImageMirror.set(app, ImageMirror.at('registry.plant.example/mirror'));
 * ```
 */
export class ImageMirror {
  /**
   * Mirror whose paths are those of the original registries: `ghcr.io/acme/web` becomes
   * `registry.plant.example/mirror/acme/web`.
   * @param registry registry, with an optional path before the images, such as `registry.plant.example:5000/mirror`
   * @throws {@link InputError} if the registry is not the name of a host with an optional path, or another name is invalid
   */
  public static at(registry: string, options: ImageMirrorOptions = {}): ImageMirror {
    return new ImageMirror('ImageMirror.at', registry, false, options);
  }

  /**
   * Mirror whose paths start with the name of the original registry, so that the images of two registries cannot collide:
   * `ghcr.io/acme/web` becomes `registry.plant.example/ghcr.io/acme/web`.
   * @param registry registry, with an optional path before the images
   * @throws {@link InputError} if the registry is not the name of a host with an optional path, or another name is invalid
   */
  public static byRegistry(registry: string, options: ImageMirrorOptions = {}): ImageMirror {
    return new ImageMirror('ImageMirror.byRegistry', registry, true, options);
  }

  /**
   * Sets the mirror of a construct and of everything in it. The order of the calls does not matter: the mirror is read at synth.
   */
  public static set(scope: IConstruct, mirror: ImageMirror): void {
    Object.defineProperty(scope, CHOSEN, { value: mirror, configurable: true });
  }

  /** Returns the mirror of a construct: its own, or that of the nearest scope. Undefined if there is none. */
  public static of(scope: IConstruct): ImageMirror | undefined {
    for (const each of [...scope.node.scopes].reverse()) {
      const chosen = (each as { [CHOSEN]?: ImageMirror })[CHOSEN];
      if (chosen !== undefined) return chosen;
    }
    return undefined;
  }

  /** Names of the Secrets with the credentials of the mirror. */
  public readonly pullSecrets: string[];
  private readonly registries: ReadonlyArray<string> | undefined;

  private constructor(
    what: string,
    /** Registry, with the path before the images. */
    public readonly registry: string,
    private readonly keepsRegistry: boolean,
    { registries, pullSecrets = [] }: ImageMirrorOptions,
  ) {
    const problems = new Problems();
    if (!isRegistry(registry))
      problems.add(
        `registry must be the name of a host with an optional path, without a scheme, a tag and a slash at the end, got ${quote(registry)}: write it as "registry.plant.example/mirror"`,
      );
    for (const each of registries ?? [])
      if (!isRegistry(each) || each.includes('/'))
        problems.add(`registries must be names of hosts, such as "ghcr.io", got ${quote(each)}`);
    if (registries?.length === 0)
      problems.add('registries must not be empty, because no image would be pulled from the mirror: remove it');
    for (const secret of pullSecrets) problems.add(dnsSubdomain('pull secret', secret));
    problems.throwIfAny(what);
    this.pullSecrets = [...pullSecrets];
    this.registries = registries && [...registries];
  }

  /** Returns the image as the mirror has it. An image on the gateway is not pulled, so it stays as it is. @internal */
  public _image(image: Image): Image {
    if (image._isLocal) return image;
    const { registry = DOCKER_HUB, repository } = imageReference(image.reference);
    if (this.registries !== undefined && !this.registries.includes(registry)) return image;
    const path = pathOf(repository, registry);
    const folder = this.keepsRegistry ? `${registry.replace(':', '-')}/` : '';
    return image._renamed(`${this.registry}/${folder}${path}${image.reference.slice(repository.length)}`);
  }
}

/** Returns the path of an image in its registry. A runtime completes a name without a registry as Docker Hub's. */
function pathOf(repository: string, registry: string): string {
  if (repository.startsWith(`${registry}/`)) return repository.slice(registry.length + 1);
  return repository.includes('/') ? repository : `library/${repository}`;
}

function isRegistry(registry: string): boolean {
  const image = `${registry}/image`;
  const parsed = imageReference(image);
  return (
    isImageReference(image) && parsed.registry !== undefined && parsed.tag === undefined && !registry.includes('@')
  );
}
