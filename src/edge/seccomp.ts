import { expectTypes } from '../diagnostics/expected-type';
import { Problems, quote } from '../diagnostics/input-error';
import type { ConfinementField } from '../kubernetes/confinement';
import { plainText } from '../kubernetes/syntax';
import type { SeccompProfile } from '../seccomp/profile';

/** Seccomp profile of an app. */
export class Seccomp {
  /** Default profile of the container runtime. */
  public static runtimeDefault(): Seccomp {
    return new Seccomp({ type: 'RuntimeDefault' });
  }

  /** Profile that a {@link SeccompInstaller} installs on the nodes. */
  public static profile(profile: SeccompProfile): Seccomp {
    expectTypes('Seccomp.profile', { profile: [profile, 'object'] });
    return Seccomp.localhost(profile.localhostProfile);
  }

  /**
   * Profile that is already on the nodes.
   * @param path path relative to the kubelet's seccomp folder, such as `profiles/audit.json`
   * @throws {@link InputError} if the path is absolute, leaves the folder, or contains control characters
   */
  public static localhost(path: string): Seccomp {
    expectTypes('Seccomp.localhost', { path: [path, 'text'] });
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
