import { PARSEC_USER_ID } from '../host/parsec';
import { Problems, quote } from '../diagnostics/input-error';
import { dnsSubdomain, isDay, unixId } from '../kubernetes/syntax';
import type { IdentityRegistry } from './identity-registry';
import { toCloudInit } from './cloud-init';
import { HOME } from './gateway-files';
import { ParsecProvider, ParsecRelease } from './parsec-release';
import { preparationScript } from './preparation-script';

/** Options of a gateway's preparation. */
export interface GatewayPreparationProps {
  /**
   * Registry of the apps' users.
   * @default - none
   */
  readonly registry?: IdentityRegistry;

  /**
   * Name of the gateway, to include the users of this gateway.
   * @default - only the users that exist on every gateway
   */
  readonly gateway?: string;

  /**
   * Release of Parsec.
   * @default ParsecRelease.V1_5
   */
  readonly release?: ParsecRelease;

  /**
   * Provider that stores the keys.
   * @default ParsecProvider.TPM
   */
  readonly provider?: ParsecProvider;

  /**
   * Group that owns the folder of Parsec's socket, the same as `groupId` of `ParsecHost`.
   * @default 1206
   */
  readonly groupId?: number;

  /**
   * Day on which the accounts of the apps expire, as YYYY-MM-DD: the end of a trial. From this day on, the script reports that
   * the trial has ended. An expired account does not stop a pod, because a container runtime uses only its number.
   * @default - the accounts are expired from the start, because nobody logs in to them
   */
  readonly expires?: string;
}

/**
 * Script that turns a host into a gateway for Parsec clients. A person can read it, and run it again.
 *
 * The script creates:
 * - a user without a login for each app
 * - Parsec's user, folders and configuration, with an administrator that is not root
 * - the TPM's group, and a shutdown that saves the TPM's state
 * - a health check that uses a key, and a backup of the keys
 * - a service that loads AppArmor profiles at boot, before the kubelet starts
 *
 * @see https://parallaxsecond.github.io/parsec-book/parsec_security/secure_deployment.html
 */
export class GatewayPreparation {
  /** Default group that owns the folder of Parsec's socket. */
  public static readonly DEFAULT_GROUP_ID: number = PARSEC_USER_ID;

  private readonly script: string;

  /** @throws {@link InputError} if the gateway is not the name of a node, the group is root's, an app's, or not a group id, or `expires` is not a day */
  constructor(props: GatewayPreparationProps = {}) {
    const { registry, gateway, expires } = props;
    const groupId = props.groupId ?? GatewayPreparation.DEFAULT_GROUP_ID;
    const here = ({ gateway: on }: { readonly gateway?: string }): boolean => on === undefined || on === gateway;
    const identities = (registry?._given ?? []).filter(here);
    const retired = (registry?._retired ?? []).filter(here);
    const problems = new Problems();
    if (gateway !== undefined) problems.add(dnsSubdomain('gateway', gateway), 'gateway');
    problems.add(unixId('groupId', groupId), 'groupId');
    if (groupId === 0)
      problems.addTo('groupId', "must not be 0, the group of root: set it to the group that owns the socket's folder");
    if (expires !== undefined && !isDay(expires))
      problems.addTo('expires', `must be a day in the form YYYY-MM-DD, got ${quote(expires)}`);
    const owner = identities.find(({ uid }) => uid === groupId);
    if (owner !== undefined)
      problems.addTo(
        'groupId',
        `must not be ${groupId}, the group of app ${quote(owner.app)}: set it to a group that no app has`,
      );
    problems.throwIfAny('GatewayPreparation');
    this.script = preparationScript({
      gateway,
      expires,
      identities: [...identities].sort((a, b) => a.uid - b.uid),
      retired: [...retired].sort((a, b) => a.uid - b.uid),
      release: props.release ?? ParsecRelease.V1_5,
      provider: props.provider ?? ParsecProvider.TPM,
      groupId,
    });
  }

  /** Returns the script, for any POSIX shell. With `--check` it only prints the differences, and exits with 1 if there are any. */
  public toShellScript(): string {
    return this.script;
  }

  /** Returns a cloud-init configuration that writes the script to `/etc/secure-edge/prepare` and runs it at the first boot. */
  public toCloudInit(): string {
    return toCloudInit(`${HOME}/prepare`, this.script);
  }
}
