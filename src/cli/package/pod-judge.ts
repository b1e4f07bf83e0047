import type { PodJudge } from '../../app-package/install/privileged-pods';
import type { Target } from '../../kubernetes/target';
import { BuiltInPacks } from '../../policy/built-in-packs';
import { PolicyEngine } from '../../policy/engine';
import { engineRules } from '../../policy/engine-rule';
import type { Finding } from '../../policy/finding';
import { PolicyTarget } from '../../policy/policy-target';
import { ManifestDocument } from '../../policy/subject/manifest-document';

/**
 * Judges the pods of a package by the Pod Security Standards. Acknowledgements in the manifest do not count, because their
 * author is the one who requests the privilege.
 */
export function podSecurityJudge(ofMachine: Target): PodJudge {
  // neither does a target in its annotation
  const target = PolicyTarget.of(ofMachine);
  const [baseline, restricted] = ['pss-baseline', 'pss-restricted'].map(
    (pack) => new PolicyEngine({ packs: [BuiltInPacks.named(pack)] }),
  );
  return (object) => {
    const document = new ManifestDocument({ value: object, target });
    const forbidden = baseline?.check([document]).findings.filter(isAboutPods) ?? [];
    const checks = new Set(forbidden.map(({ rule }) => rule));
    const other =
      restricted?.check([document]).findings.filter((each) => isAboutPods(each) && !checks.has(each.rule)) ?? [];
    return [
      ...forbidden.map(({ message }) => ({ message, isForbiddenByBaseline: true })),
      ...other.map(({ message }) => ({ message, isForbiddenByBaseline: false })),
    ];
  };
}

/** False for findings about acknowledgements. A failed rule or unreadable content may be about a privilege. */
function isAboutPods({ rule }: Finding): boolean {
  const { malformedAcknowledgement, expiredAcknowledgement, unusedAcknowledgement } = engineRules();
  return ![malformedAcknowledgement, expiredAcknowledgement, unusedAcknowledgement].some(({ id }) => id === rule);
}
