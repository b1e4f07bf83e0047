import { imageReference, isImageReference, type ImageReference } from '../kubernetes/image-reference';
import { Problems, quote } from '../input-error';
import { Acknowledgement } from '../policy/acknowledgement';

/** When the kubelet asks the registry for an image. */
export enum ImagePullPolicy {
  /** Before every start of a container: the registry checks the node's credentials each time. */
  ALWAYS = 'Always',
  /** When the node does not have it. */
  IF_NOT_PRESENT = 'IfNotPresent',
  /** Never: the image is on the node, or the container does not start. */
  NEVER = 'Never',
}

/** A container image, by what is known of it. */
export class Image {
  /**
   * An image of a registry, by its digest: the bytes that were reviewed are the bytes that run.
   *
   * @param reference registry, repository, a tag if wanted, and digest: `ghcr.io/acme/web:1.4@sha256:…`
   * @throws when the registry or the digest is missing, or the syntax is wrong
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
          `image must name its registry, got ${quote(reference)}: write ${quote(withHost(reference))}, since each runtime completes a short name in its own way`,
        );
    }
    problems.throwIfAny('Image');
    return new Image(reference, ImagePullPolicy.IF_NOT_PRESENT, []);
  }

  /**
   * An image that was put on the gateway and is in no registry. It is never pulled.
   *
   * @param reference the name that the gateway's runtime knows it by, such as `edge-app:latest`
   * @throws when the syntax is wrong
   */
  public static onGateway(reference: string): Image {
    const problems = new Problems();
    if (parse(reference) === undefined) problems.add(syntaxProblem(reference));
    problems.throwIfAny('Image');
    return new Image(reference, ImagePullPolicy.NEVER, []);
  }

  /**
   * An image by a tag that somebody may move: weaker, so it needs a reason, which stands in the manifest
   * as the acknowledgement of `image-digest`.
   *
   * @throws when the syntax is wrong, the tag is missing, there is a digest, or the reason has less than ten characters
   */
  public static fromTag(reference: string, reason: string): Image {
    const problems = new Problems();
    const parsed = parse(reference);
    if (parsed === undefined) problems.add(syntaxProblem(reference));
    else if (parsed.tag === undefined)
      problems.add(`image must have a tag, got ${quote(reference)}: without one a runtime takes "latest"`);
    if (parsed?.digest !== undefined)
      problems.add(`image must have no digest, got ${quote(reference)}: with one, use Image.fromDigest`);
    problems.throwIfAny('Image');
    return new Image(reference, ImagePullPolicy.ALWAYS, [new Acknowledgement({ rule: 'image-digest', reason })]);
  }

  private constructor(
    /** As the manifest names it. */
    public readonly reference: string,
    /** What applies unless the app says otherwise: IfNotPresent by digest, Never on the gateway, Always by tag. */
    public readonly pullPolicy: ImagePullPolicy,
    /** What is accepted by choosing it. */
    public readonly acknowledgements: Acknowledgement[],
  ) {}
}

function parse(reference: string): ImageReference | undefined {
  return isImageReference(reference) ? imageReference(reference) : undefined;
}

function withHost(reference: string): string {
  return reference.split('@')[0]?.includes('/') ? `docker.io/${reference}` : `docker.io/library/${reference}`;
}

function syntaxProblem(reference: string): string {
  return `image must be [registry/]repository[:tag][@sha256:<64 hex digits>] in lower case, got ${quote(reference)}`;
}
