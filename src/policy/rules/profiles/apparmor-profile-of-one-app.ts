import { quote } from '../../../diagnostics/input-error';
import { isObject, listAt, objectAt } from '../../../kubernetes/manifest';
import { Severity } from '../../../diagnostics/severity';
import type { ContainerSubject } from '../../subject/container-subject';
import { examplePod, exampleSet } from '../../example';
import { nist } from '../../frameworks/nist-800-190';
import { imageReference } from '../../../kubernetes/image-reference';
import type { ManifestSet } from '../../subject/manifest-set';
import { appArmorProfilesOf } from './named-profile';
import type { ObjectSubject } from '../../subject/object-subject';
import type { SetViolation } from '../../violation';
import { rule } from '../../built-in-rule';
import { Topic } from '../../topic';

/** Checks that each AppArmor profile is used by one app only. */
export const appArmorProfileOfOneApp = rule({
  id: 'apparmor-profile-of-one-app',
  topic: Topic.PROFILES,
  scope: 'set',
  title: 'An AppArmor profile is used by one app only',
  severity: Severity.LOW,
  rationale: 'A profile for two apps with different needs allows each of them what only the other one needs.',
  fix: 'write a profile for each app, and set it as securityContext.appArmorProfile.localhostProfile',
  controls: nist('4.4.4'),
  check,
  examples: {
    good: [
      exampleSet(
        example('web', 'web', 'ports: [{containerPort: 8080}]'),
        example('logger', 'logger', 'volumeMounts: [{name: data, mountPath: /data}]'),
      ),
    ],
    bad: [
      exampleSet(
        example('web', 'gateway', 'ports: [{containerPort: 8080}]'),
        example('logger', 'gateway', 'volumeMounts: [{name: data, mountPath: /data}]'),
      ),
    ],
  },
});

/** Container that uses a profile. */
interface User {
  readonly object: ObjectSubject;
  readonly path: string;
  readonly container: string;
  readonly image: string;
  /** Text that represents what a profile for this container would allow. */
  readonly needs: string;
}

function check(manifests: ManifestSet): SetViolation[] {
  const byProfile = new Map<string, User[]>();
  for (const object of manifests.objects) {
    for (const pod of object.pods) {
      for (const { profile, path, container } of appArmorProfilesOf(pod)) {
        const users = byProfile.get(profile) ?? [];
        byProfile.set(profile, users);
        for (const each of container ? [container] : pod.containers)
          users.push({ object, path: pod.pointerOf(path), container: each.name, ...needsOf(each) });
      }
    }
  }
  return [...byProfile].flatMap(([profile, users]) => strangers(profile, users));
}

/** Returns the containers with another image and other needs than the first one. */
function strangers(profile: string, [first, ...others]: ReadonlyArray<User>): SetViolation[] {
  if (first === undefined) return [];
  return others
    .filter((user) => user.image !== first.image && user.needs !== first.needs)
    .map(({ object, path, container, image }) => ({
      object,
      path,
      container,
      value: profile,
      message: `profile ${quote(profile)} of ${image} is also used by ${first.image} in ${first.object.kind} ${first.object.name}, which has other needs`,
    }));
}

function needsOf(container: ContainerSubject): Pick<User, 'image' | 'needs'> {
  const ports = container.listAt('ports').map((port) => (isObject(port) ? port['containerPort'] : port));
  const folders = container.listAt('volumeMounts').map((mount) => (isObject(mount) ? mount['mountPath'] : mount));
  const capabilities = listAt(objectAt(container.securityContext, 'capabilities'), 'add');
  const needs = JSON.stringify(
    [ports, folders, capabilities].map((list) => list.map((each) => JSON.stringify(each)).sort()),
  );
  return { image: imageReference(container.textAt('image') ?? '').repository, needs };
}

function example(name: string, profile: string, container: string): string {
  return examplePod({
    container: `securityContext: {appArmorProfile: {type: Localhost, localhostProfile: ${profile}}}\n${container}`,
  })
    .replace('name: sensor', `name: ${name}`)
    .replace('/sensor:', `/${name}:`);
}
