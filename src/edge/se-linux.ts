import { expectTypes } from '../diagnostics/expected-type';
import { Problems, quote } from '../diagnostics/input-error';
import type { JsonObject } from '../kubernetes/manifest';
import type { Target } from '../kubernetes/target';

/** SELinux types for containers, which Pod Security restricted accepts. Source: the Pod Security Standards. */
export enum SeLinuxType {
  CONTAINER = 'container_t',
  CONTAINER_INIT = 'container_init_t',
  CONTAINER_KVM = 'container_kvm_t',
  /** Type of a container that runs a container engine. Needs Kubernetes 1.31. */
  CONTAINER_ENGINE = 'container_engine_t',
}

/** Minor version of Kubernetes whose Pod Security Standards know the type of a container engine. */
const CONTAINER_ENGINE_SINCE = 31;

/** Sensitivity and categories, such as `s0:c123,c456` or `s0-s0:c0.c1023`. */
const LEVEL = /^s\d{1,2}(?:-s\d{1,2})?(?::c\d{1,4}(?:[.,]c\d{1,4})*)?$/;

/** SELinux label of a container. A weaker one is {@link Weakness.seLinux}. */
export class SeLinux {
  /**
   * Level that several pods share, so that they can use one volume.
   * @param level sensitivity and categories, such as `s0:c123,c456`
   * @throws {@link InputError} if the level is invalid
   */
  public static level(level: string): SeLinux {
    return SeLinux.checked('SeLinux.level', undefined, level);
  }

  /**
   * Type for containers, and optionally a level.
   * @param level sensitivity and categories, such as `s0:c123,c456`; by default, those that the runtime gives the pod
   * @throws {@link InputError} if the type is not one for containers, or the level is invalid
   */
  public static type(type: SeLinuxType, level?: string): SeLinux {
    return SeLinux.checked('SeLinux.type', type, level);
  }

  private static checked(subject: string, type: SeLinuxType | undefined, level: string | undefined): SeLinux {
    expectTypes(subject, {
      ...(type !== undefined && { type: [type, 'text'] }),
      ...(level !== undefined && { level: [level, 'text'] }),
    });
    const problems = new Problems();
    if (type !== undefined && !isContainerType(type))
      problems.add(
        `type must be ${Object.values(SeLinuxType).join(', ')}, got ${quote(type)}: for another type, use Weakness.seLinux`,
      );
    if (level !== undefined) problems.add(seLinuxLevel(level));
    problems.throwIfAny(subject);
    return new SeLinux(type, level);
  }

  private constructor(
    /** @internal */
    public readonly _type?: SeLinuxType,
    /** @internal */
    public readonly _level?: string,
  ) {}

  /** @internal */
  public get _options(): JsonObject {
    const { _type: type, _level: level } = this;
    return { ...(type !== undefined && { type }), ...(level !== undefined && { level }) };
  }

  /** @internal */
  public _problem(target: Target): string | undefined {
    if (this._type === undefined || isContainerType(this._type, target)) return undefined;
    return `seLinux must not have the type ${this._type} on ${target.name}, because Pod Security accepts it from Kubernetes 1.${CONTAINER_ENGINE_SINCE}: use Weakness.seLinux`;
  }
}

/** Returns true for a type that the Pod Security Standards of a target accept. */
export function isContainerType(type: string, { minor }: Pick<Target, 'minor'> = NEWEST): boolean {
  if (type === String(SeLinuxType.CONTAINER_ENGINE)) return minor >= CONTAINER_ENGINE_SINCE;
  return Object.values<string>(SeLinuxType).includes(type);
}

const NEWEST = { minor: Number.POSITIVE_INFINITY };

/** Problem of a level. */
export function seLinuxLevel(level: string): string | undefined {
  return LEVEL.test(level) ? undefined : `level must be such as "s0:c123,c456", got ${quote(level)}`;
}
