import { expectTypes } from '../diagnostics/expected-type';
import { profileForNeeds } from '../apparmor/presets/needs';
import type { AppArmorProfile } from '../apparmor/profile';
import { Problems, quote } from '../diagnostics/input-error';
import type { ConfinementField } from '../kubernetes/confinement';
import { plainText } from '../kubernetes/syntax';
import type { ContainerNeeds } from './container-needs';

/** Options of a derived AppArmor profile that the container's options do not contain. */
export interface DerivedProfileOptions {
  /** Name of the profile in the kernel. */
  readonly name: string;

  /** Programs of the image that may run, as AppArmor globs. No manifest contains them. */
  readonly executables: string[];

  /**
   * True if the app connects to others.
   * @default false
   */
  readonly connects?: boolean;

  /**
   * Path of the Parsec socket that the app uses, such as `/run/parsec/parsec.sock`: `parsec.sock` in the `socketFolder` of
   * its ParsecHost.
   * @default - none
   */
  readonly parsecSocket?: string;
}

/** AppArmor profile of an app. */
export class AppArmor {
  /** Default profile of the container runtime. The field is written if the target's nodes are known to have AppArmor, and unset otherwise. */
  public static runtimeDefault(): AppArmor {
    return new AppArmor({ type: 'RuntimeDefault' });
  }

  /** Profile that an {@link AppArmorLoader} loads on the nodes. */
  public static profile(profile: AppArmorProfile): AppArmor {
    expectTypes('AppArmor.profile', { profile: [profile, 'object'] });
    return AppArmor.named(profile.name);
  }

  /**
   * Profile that is already loaded on the nodes.
   * @param name name of the profile in the kernel
   * @throws {@link InputError} if the name is empty, is `unconfined`, or starts or ends with a blank
   */
  public static named(name: string): AppArmor {
    expectTypes('AppArmor.named', { name: [name, 'text'] });
    const problems = new Problems();
    if (name === '' || name.trim() !== name || name.length > 4095)
      problems.add(
        `name of a profile must have 1 to 4095 characters, and must not start or end with a blank, got ${quote(name)}`,
      );
    if (name === 'unconfined')
      problems.add('name of a profile must not be "unconfined": use Weakness.unconfinedAppArmor with a reason');
    problems.add(plainText('name of a profile', name));
    problems.throwIfAny('AppArmor.named');
    return new AppArmor({ type: 'Localhost', localhostProfile: name });
  }

  /**
   * Returns a profile that allows only the ports, files and writable folders of a container's options, and its programs.
   *
   * ```ts
   * const options = { image, ports: [Port.tcp(8080)], writableFolders: [WritableFolder.temporary('/data')] };
   * const profile = AppArmor.derive(options, { name: 'web', executables: ['/usr/bin/web'] });
   * new SecureEdgeApp(shop, 'web', { ...options, appArmor: AppArmor.profile(profile) });
   * ```
   * @throws {@link InputError} if no program is given, or the name is invalid
   */
  public static derive(options: ContainerNeeds, more: DerivedProfileOptions): AppArmorProfile {
    expectTypes('AppArmor.derive', { options: [options, 'object'], more: [more, 'object'] });
    expectTypes('AppArmor.derive', { executables: [more.executables, { listOf: 'text' }] });
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
