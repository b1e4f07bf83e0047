import { ManifestDocument } from '../../src/policy/subject/manifest-document';
import { ManifestSet } from '../../src/policy/subject/manifest-set';
import { podSecurity, PodSecurityRefusal } from '../../src/policy/pod-security/pod-security';
import { PolicyVersion } from '../../src/policy/policy-version';
import { ApiObject } from '../cluster/api-client';
import { Policy, policyVersion } from './refusal';

/** Returns the library's verdict on the pod in an object. @param newest minor version to use for the latest version */
export function libraryRefusals(object: ApiObject, policy: Policy, newest: number): PodSecurityRefusal[] {
  const version = PolicyVersion.parse(policyVersion({ minor: policy.minor ?? newest }));
  const manifests = ManifestSet._of([new ManifestDocument({ value: object })], version);
  return podSecurity(policy.level, version, manifests.objects[0]!.pods[0]!);
}

/** Returns the library's reasons. */
export function libraryReasons(object: ApiObject, policy: Policy, newest: number): string[] {
  return libraryRefusals(object, policy, newest).map(({ reason }) => reason);
}
