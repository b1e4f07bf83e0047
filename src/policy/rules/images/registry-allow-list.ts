import { InputError, quote } from '../../../diagnostics/input-error';
import { Severity } from '../../../diagnostics/severity';
import type { ContainerSubject } from '../../subject/container-subject';
import { nist } from '../../frameworks/nist-800-190';
import { ContainerRule } from '../../rule';
import type { Violation } from '../../violation';
import { withoutTrailing } from '../../../kubernetes/trailing';

/** Which images a fleet runs. */
export interface RegistryAllowListProps {
  /** Registries, or repositories in them, whose images may run, such as `registry.example/plant`. */
  readonly registries: string[];
}

/**
 * Images come from the registries that a fleet trusts. Which those are nobody else knows, so that it is in no pack of the
 * library: put it into one of your own.
 *
 * ```ts
 * new Pack({ name: 'own', title: 'Ours', rules: [new RegistryAllowList({ registries: ['registry.example/plant'] })] })
 * ```
 */
export class RegistryAllowList extends ContainerRule {
  private readonly registries: ReadonlyArray<string>;

  /** @throws when there is no registry, or one has no host */
  constructor(props: RegistryAllowListProps) {
    const wrong = props.registries.filter(
      (each) => !/^([\w-]+(\.[\w-]+)+|localhost|[\w.-]+:\d+)(\/[\w./-]*)?$/.test(each),
    );
    if (props.registries.length === 0 || wrong.length > 0) {
      throw new InputError('RegistryAllowList', [
        `registries must be hosts, with a path if need be, such as "registry.example/plant", got ${quote(props.registries)}`,
      ]);
    }
    super({
      id: 'registry-allow-list',
      title: `Images come from ${props.registries.join(', ')}`,
      severity: Severity.HIGH,
      rationale: 'Only what stands in a trusted registry has been built, scanned and signed by those who may.',
      fix: `copy the image to ${props.registries[0]}, and name it there by its digest`,
      references: ['NIST SP 800-190, section 4.1.5'],
      controls: nist('4.1.5'),
    });
    this.registries = props.registries.map((each) => withoutTrailing(each, '/'));
  }

  public check(container: ContainerSubject): Violation[] {
    const image = container.textAt('image') ?? '';
    if (image === '' || this.registries.some((each) => image.startsWith(`${each}/`))) return [];
    return [{ path: '/image', message: `the image ${quote(image)} is of none of the trusted registries` }];
  }
}
