/** The parts of an image's name. */
export interface ImageName {
  /** Host of the registry; undefined where the runtime decides. */
  readonly registry?: string;
  /** Registry and path, without tag and digest. */
  readonly repository: string;
  readonly tag?: string;
  readonly digest?: string;
}

/** Takes an image's name apart, whatever stands there. */
export function imageName(image: string): ImageName {
  const at = image.indexOf('@');
  const named = at < 0 ? image : image.slice(0, at);
  const digest = at < 0 ? undefined : image.slice(at + 1);
  // a colon before the last slash is that of the registry's port
  const colon = named.indexOf(':', named.lastIndexOf('/') + 1);
  const repository = colon < 0 ? named : named.slice(0, colon);
  const tag = colon < 0 ? undefined : named.slice(colon + 1);
  const slash = repository.indexOf('/');
  const host = slash < 0 ? '' : repository.slice(0, slash);
  const hasRegistry = host.includes('.') || host.includes(':') || host === 'localhost';
  return {
    ...(hasRegistry && { registry: host }),
    repository,
    ...(tag !== undefined && { tag }),
    ...(digest !== undefined && { digest }),
  };
}
