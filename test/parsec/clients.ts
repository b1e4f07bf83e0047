import { App, Chart } from 'cdk8s';
import {
  EdgeNamespace,
  Identity,
  ParsecClient,
  PodSecurity,
  Target,
  type ParsecClientProps,
  type ParsecSocket,
} from 'cdk8s-secure-edge';
import { chartFor, image } from '../edge/apps';

const WHY = "signs with a key in the gateway's TPM";

/** Returns a namespace that accepts mounts of the host. */
export function openNamespace(target: string | Target = '1.27'): EdgeNamespace {
  return new EdgeNamespace(chartFor(target), 'keys', { podSecurity: PodSecurity.privileged(WHY) });
}

/** Returns a client in a namespace that accepts its mount of the host. */
export function signer(
  props: Partial<ParsecClientProps> = {},
  scope: EdgeNamespace | Chart = openNamespace(),
  id = 'signer',
): ParsecClient {
  return new ParsecClient(scope, id, { image, identity: Identity.user(20020), ...props });
}

/** Returns a client that reaches the socket through a claim, in a restricted namespace. */
export function signerByClaim(
  socket: ParsecSocket,
  target: string | Target,
  props: Partial<ParsecClientProps> = {},
): ParsecClient {
  return signer({ socket, ...props }, new EdgeNamespace(chartFor(target), 'keys'));
}

/** Returns the objects of a construct's app as YAML. */
export function yamlOf(construct: { readonly node: { readonly root: unknown } }): string {
  return (construct.node.root as App).synthYaml();
}
