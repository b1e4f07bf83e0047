import { ManifestDocument } from '../../src/policy/subject/manifest-document';
import { ManifestSet } from '../../src/policy/subject/manifest-set';
import { podSecurity, PodSecurityRefusal } from '../../src/policy/pod-security/pod-security';
import { PolicyVersion } from '../../src/policy/policy-version';
import { ApiObject } from '../cluster/api-client';
import { Policy, policyVersion } from './refusal';

/** Returns the library's verdict on the one pod of an object. @param newest minor version that stands for the latest */
export function libraryRefusals(object: ApiObject, policy: Policy, newest: number): PodSecurityRefusal[] {
  const version = PolicyVersion.parse(policyVersion({ minor: policy.minor ?? newest }));
  const manifests = ManifestSet._of([new ManifestDocument({ value: object })], version);
  const [pod] = manifests.objects.flatMap(({ pods }) => pods);
  return podSecurity(policy.level, version, pod);
}

/** The reasons that the library gives. */
export function libraryReasons(object: ApiObject, policy: Policy, newest: number): string[] {
  return libraryRefusals(object, policy, newest).map(({ reason }) => reason);
}
