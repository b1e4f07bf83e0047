import { profileForNeeds } from '../apparmor/needs';
import type { AppArmorProfile } from '../apparmor/profile';
import { Problems, quote } from '../input-error';
import type { ConfinementField } from '../kubernetes/confinement';
import { plainText } from '../kubernetes/syntax';
import type { ContainerOptions } from './container';

/** What a container's options do not say of its AppArmor profile. */
export interface DerivedProfileOptions {
  /** Name under which the kernel knows the profile. */
  readonly name: string;

  /** Programs of the image that may run, as AppArmor globs: no manifest says them. */
  readonly executables: string[];

  /**
   * It connects to others.
   * @default false
   */
  readonly connects?: boolean;

  /**
   * Socket of the Parsec service that it uses: `/run/parsec/parsec.sock`, `parsec.sock` in the `socketFolder` of its ParsecHost.
   * @default - none
   */
  readonly parsecSocket?: string;
}

/** The AppArmor profile that an app runs under. */
export class AppArmor {
  /** The profile that the container runtime brings along. Written where the target's nodes are known to have AppArmor; elsewhere it is what an unset field means. */
  public static runtimeDefault(): AppArmor {
    return new AppArmor({ type: 'RuntimeDefault' });
  }

  /** A profile of this app; an {@link AppArmorLoader} brings it to the nodes. */
  public static profile(profile: AppArmorProfile): AppArmor {
    return AppArmor.named(profile.name);
  }

  /**
   * A profile that something else has loaded on the nodes, by the name that the kernel knows it by.
   * @throws when the name is empty, `unconfined`, or has blanks at an end
   */
  public static named(name: string): AppArmor {
    const problems = new Problems();
    if (name === '' || name.trim() !== name || name.length > 4095)
      problems.add(`name of a profile must have 1 to 4095 characters and no blanks at its ends, got ${quote(name)}`);
    if (name === 'unconfined')
      problems.add('"unconfined" is no profile: ask for Weakness.unconfinedAppArmor with a reason');
    problems.add(plainText('name of a profile', name));
    problems.throwIfAny('AppArmor.named');
    return new AppArmor({ type: 'Localhost', localhostProfile: name });
  }

  /**
   * The profile that allows what a container's options say that it needs (ports, files, writable folders), its programs, and nothing else.
   *
   * ```ts
   * const options = { image, ports: [Port.tcp(8080)], writableFolders: [WritableFolder.temporary('/data')] };
   * const profile = AppArmor.derive(options, { name: 'web', executables: ['/usr/bin/web'] });
   * new SecureEdgeApp(shop, 'web', { ...options, appArmor: AppArmor.profile(profile) });
   * ```
   * @throws when no program is named, or the name isn't one
   */
  public static derive(options: ContainerOptions, more: DerivedProfileOptions): AppArmorProfile {
    return profileForNeeds({
      ...more,
      ports: options.ports,
      readableFolders: options.files?.map(({ mountPath }) => mountPath),
      writableFolders: options.writableFolders?.map(({ path }) => path),
    });
  }

  private constructor(
    /** @internal */
    public readonly _field: ConfinementField,
  ) {}
}
