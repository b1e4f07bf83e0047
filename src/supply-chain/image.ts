import { imageReference, isImageReference, type ImageReference } from '../kubernetes/image-reference';
import { typeProblem } from '../diagnostics/expected-type';
import { Problems, quote } from '../diagnostics/input-error';
import { Acknowledgement } from '../kubernetes/acknowledgement';

/** Policy by which the kubelet pulls an image. */
export enum ImagePullPolicy {
  /** Pulls before every start of a container, so that the registry checks the node's credentials each time. */
  ALWAYS = 'Always',
  /** Pulls only if the node does not have the image. */
  IF_NOT_PRESENT = 'IfNotPresent',
  /** Never pulls: the container starts only if the node has the image. */
  NEVER = 'Never',
}

/** Container image. */
export class Image {
  /**
   * Image in a registry, pinned to its digest: the bytes that were reviewed are the bytes that run.
   * @param reference registry, repository, optional tag, and digest, such as `ghcr.io/acme/web:1.4@sha256:…`
   * @throws {@link InputError} if the registry or the digest is missing, or the syntax is wrong
   */
  public static fromDigest(reference: string): Image {
    const problems = new Problems();
    const parsed = parse(reference);
    if (parsed === undefined) problems.add(syntaxProblem(reference));
    else {
      if (parsed.digest === undefined)
        problems.add(
          `image must have a digest, got ${quote(reference)}: append "@sha256:…" (docker buildx imagetools inspect shows it), or use Image.fromTag with a reason`,
        );
      if (parsed.registry === undefined)
        problems.add(
          `image must name its registry, got ${quote(reference)}: write ${quote(withHost(reference))}, because each runtime completes a short name differently`,
        );
    }
    problems.throwIfAny('Image');
    return new Image(reference, ImagePullPolicy.IF_NOT_PRESENT, []);
  }

  /**
   * Image that was loaded onto the gateway, and that is never pulled.
   * @param reference name of the image in the gateway's runtime, such as `edge-app:latest`
   * @throws {@link InputError} if the syntax is wrong
   */
  public static onGateway(reference: string): Image {
    const problems = new Problems();
    if (parse(reference) === undefined) problems.add(syntaxProblem(reference));
    problems.throwIfAny('Image');
    return new Image(reference, ImagePullPolicy.NEVER, []);
  }

  /**
   * Image with a tag, which can be moved to other bytes. The reason is written into the manifest, as the acknowledgement
   * of `image-digest`.
   * @param reference registry, repository and tag, such as `ghcr.io/acme/web:1.4`
   * @param reason reason for not using a digest, at least ten characters
   * @throws {@link InputError} if the syntax is wrong, the tag is missing, there is a digest, or the reason is too short
   */
  public static fromTag(reference: string, reason: string): Image {
    const problems = new Problems();
    const parsed = parse(reference);
    if (parsed === undefined) problems.add(syntaxProblem(reference));
    else if (parsed.tag === undefined)
      problems.add(`image must have a tag, got ${quote(reference)}: without one, a runtime uses "latest"`);
    if (parsed?.digest !== undefined)
      problems.add(`image must not have a digest, got ${quote(reference)}: use Image.fromDigest`);
    problems.throwIfAny('Image');
    const acknowledgement = new Acknowledgement({ rule: 'image-digest', value: reference, reason });
    return new Image(reference, ImagePullPolicy.ALWAYS, [acknowledgement]);
  }

  private constructor(
    /** Reference in the manifest. */
    public readonly reference: string,
    /** Pull policy unless the app specifies one: IfNotPresent with a digest, Never on the gateway, Always with a tag. */
    public readonly pullPolicy: ImagePullPolicy,
    /** Acknowledgements of the rules that the image breaks. */
    public readonly acknowledgements: Acknowledgement[],
  ) {}

  /** True if the image is never pulled. @internal */
  public get _isLocal(): boolean {
    return this.pullPolicy === ImagePullPolicy.NEVER;
  }

  /** Returns the same image with another name, which its acknowledgements name too. @internal */
  public _renamed(reference: string): Image {
    const acknowledgements = this.acknowledgements.map((each) =>
      each.value === this.reference ? new Acknowledgement({ ...each, value: reference }) : each,
    );
    return new Image(reference, this.pullPolicy, acknowledgements);
  }
}

function parse(reference: string): ImageReference | undefined {
  const isText = typeProblem('image', reference, 'text') === undefined;
  return isText && isImageReference(reference) ? imageReference(reference) : undefined;
}

function withHost(reference: string): string {
  return reference.split('@')[0]?.includes('/') ? `docker.io/${reference}` : `docker.io/library/${reference}`;
}

function syntaxProblem(reference: string): string {
  return `image must be [registry/]repository[:tag][@sha256:<64 hex digits> or @sha512:<128 hex digits>] in lower case, got ${quote(reference)}`;
}
