import type { PodJudge } from '../../app-package/install/privileged-pods';
import { BuiltInPacks } from '../../policy/built-in-packs';
import { PolicyEngine } from '../../policy/engine';
import { ManifestDocument } from '../../policy/manifest-document';

/**
 * Judges the pods of a package by the Pod Security Standards. What the manifest acknowledges counts all the same: its author
 * is who asks for the privilege.
 */
export function podSecurityJudge(kubernetes: string): PodJudge {
  const [baseline, restricted] = ['pss-baseline', 'pss-restricted'].map(
    (pack) => new PolicyEngine({ kubernetes, packs: [BuiltInPacks.named(pack)] }),
  );
  return (object) => {
    const document = new ManifestDocument({ value: object });
    const forbidden = baseline?.check([document]).findings ?? [];
    const checks = new Set(forbidden.map(({ rule }) => rule));
    const other = restricted?.check([document]).findings.filter(({ rule }) => !checks.has(rule)) ?? [];
    return [
      ...forbidden.map(({ message }) => ({ message, isForbiddenByBaseline: true })),
      ...other.map(({ message }) => ({ message, isForbiddenByBaseline: false })),
    ];
  };
}
