import { pointerStep } from '../../../kubernetes/manifest';
import { PROFILES_LABEL, RETIRED_KEY } from '../../../kubernetes/profile-config-map';
import type { ManifestSet } from '../../subject/manifest-set';
import type { ObjectSubject } from '../../subject/object-subject';

/** Text of a profile in a ConfigMap that is copied to the nodes. */
export interface ProfileText {
  readonly object: ObjectSubject;
  /** JSON pointer within the object. */
  readonly path: string;
  /** Key of the ConfigMap. */
  readonly key: string;
  readonly text: string;
}

const OPERATOR = 'security-profiles-operator.x-k8s.io';

/** Returns the texts of profiles among manifests: values of ConfigMaps with the label `secure-edge.dev/profiles`. */
export function profileTexts(manifests: ManifestSet, what: 'apparmor' | 'seccomp'): ProfileText[] {
  return manifests
    .ofKind('ConfigMap')
    .filter((object) => object.textAt('metadata', 'labels', PROFILES_LABEL) === what)
    .flatMap((object) =>
      Object.entries(object.objectAt('data')).flatMap(([key, text]) =>
        key === RETIRED_KEY || typeof text !== 'string'
          ? []
          : [{ object, path: `/data${pointerStep(key)}`, key, text }],
      ),
    );
}

/** Returns the profiles among manifests that the Security Profiles Operator brings to the nodes. */
export function operatorProfiles(manifests: ManifestSet, kind: 'AppArmorProfile' | 'SeccompProfile'): ObjectSubject[] {
  return manifests.ofKind(kind, OPERATOR);
}
