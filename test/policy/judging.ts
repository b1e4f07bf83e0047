import { readYamlDocuments } from '../../src/kubernetes/yaml/yaml-stream';
import { PolicyEngine } from '../../src/policy/engine';
import type { Finding } from '../../src/policy/finding';
import { ManifestDocument } from '../../src/policy/subject/manifest-document';
import { ManifestSet } from '../../src/policy/subject/manifest-set';
import { Pack } from '../../src/policy/pack';
import { podSecurity, type PodSecurityRefusal } from '../../src/policy/pod-security/pod-security';
import type { PodSubject } from '../../src/policy/subject/pod-subject';
import { PolicyVersion } from '../../src/policy/policy-version';
import type { Rule } from '../../src/policy/rule';

/** Returns the documents of a YAML text, as Kubernetes reads it. */
export function documents(yaml: string): ManifestDocument[] {
  return readYamlDocuments(yaml).map((value, document) => new ManifestDocument({ value, document }));
}

/** Returns the findings of rules in manifests. */
export function findingsOf(rules: Rule[], manifests: ManifestDocument[] | string, kubernetes = 'latest'): Finding[] {
  const packs = [new Pack({ name: 'tried', title: 'tried', rules })];
  const all = typeof manifests === 'string' ? documents(manifests) : manifests;
  return new PolicyEngine({ packs, kubernetes }).check(all).findings;
}

/** Returns the subject of a pod. */
export function podOf(value: unknown, version = 'latest'): PodSubject {
  const set = ManifestSet._of([new ManifestDocument({ value })], PolicyVersion.parse(version));
  return set.objects[0]!.pods[0]!;
}

/** Returns the reasons why a level rejects a Pod. */
export function refusals(
  level: 'baseline' | 'restricted',
  version: string,
  pod: { readonly metadata?: object; readonly spec: object },
): PodSecurityRefusal[] {
  const value = { apiVersion: 'v1', kind: 'Pod', ...pod };
  return podSecurity(level, PolicyVersion.parse(version), podOf(value, version));
}
