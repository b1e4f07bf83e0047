import { Problems, quote } from '../input-error';
import type { ConfinementField } from '../kubernetes/confinement';
import { plainText } from '../kubernetes/syntax';
import type { SeccompProfile } from '../seccomp/profile';

/** The seccomp profile that an app runs under. */
export class Seccomp {
  /** The profile that the container runtime brings along. */
  public static runtimeDefault(): Seccomp {
    return new Seccomp({ type: 'RuntimeDefault' });
  }

  /** A profile of this app; a {@link SeccompInstaller} brings it to the nodes. */
  public static profile(profile: SeccompProfile): Seccomp {
    return Seccomp.localhost(profile.localhostProfile);
  }

  /**
   * A profile that stands on the nodes already.
   * @param path relative to the kubelet's seccomp folder, such as `profiles/audit.json`
   * @throws when the path is absolute or leaves the folder
   */
  public static localhost(path: string): Seccomp {
    const problems = new Problems();
    if (path.startsWith('/') || path.split('/').some((part) => part === '' || part === '.' || part === '..'))
      problems.add(`path must be relative and stay below the kubelet's seccomp folder, got ${quote(path)}`);
    problems.add(plainText('path', path));
    problems.throwIfAny('Seccomp.localhost');
    return new Seccomp({ type: 'Localhost', localhostProfile: path });
  }

  private constructor(
    /** @internal */
    public readonly _field: ConfinementField,
  ) {}
}
