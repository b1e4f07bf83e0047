import type { AppArmorProfile } from '../apparmor/profile';
import { Problems, quote } from '../input-error';
import type { ConfinementField } from '../kubernetes/confinement';
import { plainText } from '../kubernetes/syntax';

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

  private constructor(
    /** @internal */
    public readonly _field: ConfinementField,
  ) {}
}
