import { PARSEC_USER_ID } from '../../host/parsec';
import { Problems, quote } from '../../input-error';
import { dnsSubdomain, unixId } from '../../kubernetes/syntax';
import type { IdentityRegistry } from '../identity-registry';
import { toCloudInit } from './cloud-init';
import { HOME } from './gateway-files';
import { ParsecProvider, ParsecRelease } from './parsec-release';
import { preparationScript } from './preparation-script';

/** How a gateway is prepared. */
export interface GatewayPreparationProps {
  /**
   * The users of the apps.
   * @default - none
   */
  readonly registry?: IdentityRegistry;

  /**
   * The gateway, for the users that it alone has.
   * @default - any: the users that every gateway has
   */
  readonly gateway?: string;

  /** @default ParsecRelease.V1_5 */
  readonly release?: ParsecRelease;

  /** @default ParsecProvider.TPM */
  readonly provider?: ParsecProvider;

  /**
   * Group that owns the folder of Parsec's socket, as `ParsecHost` has it.
   * @default 1206
   */
  readonly groupId?: number;
}

/**
 * Makes a host into a gateway for clients of Parsec, by a script that a person can read, and run twice.
 *
 * It makes the users of the apps, without a login; Parsec's user, folders and configuration, with an administrator who
 * is not root; the TPM's group, and its orderly shutdown; a health check that makes the keys work; a backup of all that
 * the keys are; and it loads AppArmor profiles at boot, before the kubelet starts.
 *
 * @see https://parallaxsecond.github.io/parsec-book/parsec_security/secure_deployment.html
 */
export class GatewayPreparation {
  /** Group that owns the folder of Parsec's socket, where none is given. */
  public static readonly DEFAULT_GROUP_ID: number = PARSEC_USER_ID;

  private readonly script: string;

  /** @throws when the gateway is no node's name, or the group is root's, an app's or no number of a group */
  constructor(props: GatewayPreparationProps = {}) {
    const { registry, gateway } = props;
    const groupId = props.groupId ?? GatewayPreparation.DEFAULT_GROUP_ID;
    const here = ({ gateway: on }: { readonly gateway?: string }): boolean => on === undefined || on === gateway;
    const identities = (registry?._given ?? []).filter(here);
    const retired = (registry?._retired ?? []).filter(here);
    const problems = new Problems();
    if (gateway !== undefined) problems.add(dnsSubdomain('gateway', gateway));
    problems.add(unixId('groupId', groupId));
    if (groupId === 0)
      problems.add("groupId must not be 0, which is root's: give the group that owns the socket's folder");
    const owner = identities.find(({ uid }) => uid === groupId);
    if (owner !== undefined)
      problems.add(
        `groupId must not be ${groupId}, which is the group of app ${quote(owner.app)}: give one that no app has`,
      );
    problems.throwIfAny('GatewayPreparation');
    this.script = preparationScript({
      gateway,
      identities: [...identities].sort((a, b) => a.uid - b.uid),
      retired: [...retired].sort((a, b) => a.uid - b.uid),
      release: props.release ?? ParsecRelease.V1_5,
      provider: props.provider ?? ParsecProvider.TPM,
      groupId,
    });
  }

  /** The script, for any POSIX shell; `--check` has it change nothing, print what differs, and exit 1 if anything does. */
  public toShellScript(): string {
    return this.script;
  }

  /** A cloud-init configuration that leaves the script at `/etc/secure-edge/prepare` and runs it at the first boot. */
  public toCloudInit(): string {
    return toCloudInit(`${HOME}/prepare`, this.script);
  }
}
