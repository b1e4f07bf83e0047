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

/** Place of a line of a profile. */
export interface ProfilePlace {
  readonly object: ObjectSubject;
  /** JSON pointer within the object. */
  readonly path: string;
  /** Place in the text, before the message. Empty if the path is exact. */
  readonly where: string;
}

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

/** Returns true if the operator keeps a profile off the nodes. */
function isDisabled(object: ObjectSubject): boolean {
  const spec = object.objectAt('spec');
  return spec['state'] === 'Disabled' || spec['disabled'] === true;
}

/** Returns the names of the AppArmor profiles that the operator loads. */
export function operatorAppArmorNames(manifests: ManifestSet): string[] {
  return operatorProfiles(manifests, 'AppArmorProfile')
    .filter((each) => !isDisabled(each))
    .map(({ name }) => name);
}

/**
 * Returns a test for paths of seccomp files, such as `operator/sensor.json`: true if the operator writes the file. Before its
 * version 1.0, the path also contains the namespace of the object.
 */
export function operatorSeccompFiles(manifests: ManifestSet): { readonly size: number; has(path: string): boolean } {
  const objects = operatorProfiles(manifests, 'SeccompProfile').filter((each) => !isDisabled(each));
  const paths = new Set(
    objects.flatMap(({ name, namespace }) =>
      namespace === undefined ? [`${name}.json`, `*/${name}.json`] : [`${name}.json`, `${namespace}/${name}.json`],
    ),
  );
  return {
    size: objects.length,
    has: (path) => {
      const [folder, first = '', second, ...rest] = path.split('/');
      if (folder !== 'operator' || rest.length > 0) return false;
      return second === undefined ? paths.has(first) : paths.has(`${first}/${second}`) || paths.has(`*/${second}`);
    },
  };
}
