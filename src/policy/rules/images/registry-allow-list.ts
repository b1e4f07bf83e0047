import { InputError, quote } from '../../../diagnostics/input-error';
import { Severity } from '../../../diagnostics/severity';
import { imagesOf } from '../../extract/image-use';
import type { PodSubject } from '../../subject/pod-subject';
import { nist } from '../../frameworks/nist-800-190';
import { PodRule } from '../../rule';
import type { Violation } from '../../violation';
import { withoutTrailing } from '../../../kubernetes/trailing';

/** Options of {@link RegistryAllowList}. */
export interface RegistryAllowListProps {
  /** Registries, or repositories in them, that images may come from, such as `registry.example/plant`. */
  readonly registries: string[];
}

/**
 * Checks that images come from trusted registries. Only you know which these are, so the rule is in no pack of the library: add
 * it to a pack of your own.
 *
 * ```ts
 * new Pack({ name: 'own', title: 'Ours', rules: [new RegistryAllowList({ registries: ['registry.example/plant'] })] })
 * ```
 */
export class RegistryAllowList extends PodRule {
  private readonly registries: ReadonlyArray<string>;

  /** @throws {@link InputError} if `registries` is empty, or an entry has no host */
  constructor(props: RegistryAllowListProps) {
    const wrong = props.registries.filter(
      (each) => !/^([\w-]+(\.[\w-]+)+|localhost|[\w.-]+:\d+)(\/[\w./-]*)?$/.test(each),
    );
    if (props.registries.length === 0 || wrong.length > 0) {
      throw new InputError('RegistryAllowList', [
        `registries must be hosts, optionally with a path, such as "registry.example/plant", got ${quote(props.registries)}`,
      ]);
    }
    super({
      id: 'registry-allow-list',
      title: `Images come from ${props.registries.join(', ')}`,
      severity: Severity.HIGH,
      rationale: 'Only images in a trusted registry are known to be built, scanned and signed by authorized people.',
      fix: `copy the image to ${props.registries[0]}, and reference it there by its digest`,
      references: ['NIST SP 800-190, section 4.1.5'],
      controls: nist('4.1.5'),
    });
    this.registries = props.registries.map((each) => withoutTrailing(each, '/'));
  }

  public check(pod: PodSubject): Violation[] {
    return imagesOf(pod).flatMap(({ image, path, container }) => {
      if (image === '' || this.registries.some((each) => image.startsWith(`${each}/`))) return [];
      return [{ path, container, message: `image ${quote(image)} does not come from a trusted registry` }];
    });
  }
}
