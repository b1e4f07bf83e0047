import { InputError, quote } from '../diagnostics/input-error';
import type { Rule } from './rule';
import { IMAGES_RULES } from './rules/images/images-rules';
import { NETWORK_RULES } from './rules/network/network-rules';
import { PARSEC_RULES } from './rules/parsec/parsec-rules';
import { PLACEMENT_RULES } from './rules/placement/placement-rules';
import { PRIVILEGES_RULES } from './rules/privileges/privileges-rules';
import { PROFILES_RULES } from './rules/profiles/profiles-rules';
import { RBAC_RULES } from './rules/rbac/rbac-rules';
import { REFERENCES_RULES } from './rules/references/references-rules';
import { RESOURCES_RULES } from './rules/resources/resources-rules';
import { SECRETS_RULES } from './rules/secrets/secrets-rules';
import { VALIDITY_RULES } from './rules/validity/validity-rules';
import { VOLUMES_RULES } from './rules/volumes/volumes-rules';

const RULES: ReadonlyArray<Rule> = [
  ...PRIVILEGES_RULES,
  ...PARSEC_RULES,
  ...PROFILES_RULES,
  ...VOLUMES_RULES,
  ...SECRETS_RULES,
  ...IMAGES_RULES,
  ...NETWORK_RULES,
  ...RBAC_RULES,
  ...PLACEMENT_RULES,
  ...RESOURCES_RULES,
  ...REFERENCES_RULES,
  ...VALIDITY_RULES,
].sort((a, b) => (a.id < b.id ? -1 : 1));

/** Rules of the library. */
export class BuiltInRules {
  /** Returns every rule, sorted by id. */
  public static all(): Rule[] {
    return [...RULES];
  }

  /**
   * Returns the rule with an id.
   * @throws {@link InputError} if there is none
   */
  public static named(id: string): Rule {
    const found = RULES.find((each) => each.id === id);
    if (!found) throw new InputError('BuiltInRules', [`no rule has the id ${quote(id)}`]);
    return found;
  }

  private constructor() {}
}
