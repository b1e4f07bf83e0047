import { InputError, quote } from '../diagnostics/input-error';
import { BuiltInRules } from './built-in-rules';
import { CIS_1_10, CIS_1_12 } from './frameworks/cis';
import type { Framework } from './frameworks/framework';
import { NIST_800_190 } from './frameworks/nist-800-190';
import { NSA_CISA } from './frameworks/nsa-cisa';
import { Pack } from './pack';
import { isPodSecurityRule } from './pod-security/pod-security-rule';
import type { Rule } from './rule';

/** Packs of the library. Each method always returns the same object. */
export class BuiltInPacks {
  /** Rules for a careful edge team: Pod Security restricted, and all other rules that find something of their own. */
  public static edge(): Pack {
    return this.named('edge');
  }

  /** Returns every pack, starting with the default pack. */
  public static all(): Pack[] {
    this.packs ??= packs();
    return [...this.packs];
  }

  /**
   * Returns the pack with a name.
   * @throws {@link InputError} if there is none
   */
  public static named(name: string): Pack {
    const pack = this.all().find((each) => each.name === name);
    if (pack) return pack;
    const names = this.all().map((each) => each.name);
    throw new InputError('BuiltInPacks', [`pack must be one of ${names.join(', ')}, got ${quote(name)}`]);
  }

  private static packs?: Pack[];

  private constructor() {}
}

/** Rules that find only what a rule of Pod Security finds too, which has the same controls. They are for packs of users. */
const REPEATING: ReadonlySet<string> = new Set(['linux-hardening']);

function packs(): Pack[] {
  const rules = BuiltInRules.all().filter(({ id }) => !REPEATING.has(id));
  const podSecurity = rules.filter(isPodSecurityRule);
  return [
    new Pack({
      name: 'edge',
      title: 'All rules, for a careful edge team',
      rules,
    }),
    new Pack({
      name: 'pss-baseline',
      title: 'Pod Security Standards, baseline: exactly what upstream rejects',
      rules: podSecurity,
      _level: 'baseline',
    }),
    new Pack({
      name: 'pss-restricted',
      title: 'Pod Security Standards, restricted: exactly what upstream rejects',
      rules: podSecurity,
      _level: 'restricted',
    }),
    frameworkPack('nist-800-190', 'NIST SP 800-190, section 4', rules, NIST_800_190),
    frameworkPack('cis', 'CIS Kubernetes Benchmark, section 5', rules, CIS_1_10, CIS_1_12),
    frameworkPack('nsa-cisa', 'NSA/CISA Kubernetes Hardening Guide', rules, NSA_CISA),
  ];
}

/** Returns a pack with every rule that shows evidence for a control of a standard. */
function frameworkPack(name: string, title: string, rules: Rule[], ...frameworks: Framework[]): Pack {
  const isOf = (rule: Rule): boolean =>
    rule.controls.some((c) => frameworks.some((f) => f.name === c.framework && f.version === c.version));
  return new Pack({ name, title, rules: rules.filter(isOf) });
}
