import { Target } from 'cdk8s-secure-edge';
import {
  fillAppArmor,
  fillAppArmorOf,
  fillSeccomp,
  RUNTIME_DEFAULT,
  translateAppArmor,
  translateSeccomp,
  type ConfinementField,
} from '../../src/kubernetes/confinement';
import { containersOf, podsOf, type FoundContainer, type FoundPod } from '../../src/kubernetes/pods';

const WANTED: ConfinementField = { type: 'Localhost', localhostProfile: 'wanted' };
const STANDING: ConfinementField = { type: 'Localhost', localhostProfile: 'standing' };
const APPARMOR = 'container.apparmor.security.beta.kubernetes.io/web';
const SECCOMP = 'container.seccomp.security.alpha.kubernetes.io/web';
const [old, recent] = [Target.kubernetes('1.18'), Target.kubernetes('1.37')];

function podWith({
  ofPod,
  ofContainer,
  annotations,
}: Record<'ofPod' | 'ofContainer' | 'annotations', any>): [FoundPod, FoundContainer, any] {
  const object: any = {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { annotations },
    spec: { securityContext: ofPod, containers: [{ name: 'web', securityContext: ofContainer }, { name: 'log' }] },
  };
  const pod = podsOf(object)[0]!;
  return [pod, containersOf(pod.spec)[0]!, object];
}
const bare = { ofPod: undefined, ofContainer: undefined, annotations: undefined };
const both = (object: any): unknown[] => [
  object.metadata.annotations,
  object.spec.securityContext,
  object.spec.containers.map((c: any) => c.securityContext),
];

describe('the AppArmor profile of one container', () => {
  test('is in the field from 1.30 on, and in the annotation for older versions', () => {
    const [pod, web, object] = podWith(bare);
    fillAppArmorOf(pod, web, WANTED, recent);
    expect(both(object)).toEqual([undefined, undefined, [{ appArmorProfile: WANTED }, undefined]]);

    const [oldPod, oldWeb, oldObject] = podWith(bare);
    fillAppArmorOf(oldPod, oldWeb, WANTED, old);
    expect(both(oldObject)).toEqual([{ [APPARMOR]: 'localhost/wanted' }, undefined, [undefined, undefined]]);
  });

  test.each([
    ['its field', { ...bare, ofContainer: { appArmorProfile: STANDING } }, old, 'localhost/standing'],
    ["its pod's field", { ...bare, ofPod: { appArmorProfile: STANDING } }, old, 'localhost/standing'],
    ['its annotation', { ...bare, annotations: { [APPARMOR]: 'unconfined' } }, old, 'unconfined'],
    ['its annotation', { ...bare, annotations: { [APPARMOR]: 'unconfined' } }, recent, 'unconfined'],
  ])('is copied from %s', (_what, given, target, annotation) => {
    const [pod, web, object] = podWith(given);
    const before = structuredClone(both(object));
    fillAppArmorOf(pod, web, WANTED, target);
    expect(both(object)).toEqual([{ [APPARMOR]: annotation }, before[1], before[2]]);
  });

  test('is kept from 1.30 on, if the container has its own', () => {
    const [pod, web, object] = podWith({ ...bare, ofContainer: { appArmorProfile: STANDING } });
    fillAppArmorOf(pod, web, WANTED, recent);
    expect(object.spec.containers[0].securityContext.appArmorProfile).toEqual(STANDING);
  });
});

test('a profile in two places is a separate object in each', () => {
  const [pod, web, object] = podWith({ ...bare, annotations: { [APPARMOR.replace('web', 'log')]: 'unconfined' } });
  fillAppArmor(pod, WANTED, recent);
  fillSeccomp(pod, web, WANTED, recent);
  const { appArmorProfile, seccompProfile } = object.spec.containers[0].securityContext;
  expect([appArmorProfile, seccompProfile]).toEqual([WANTED, WANTED]);
  expect(appArmorProfile).not.toBe(WANTED);
  expect(appArmorProfile).not.toBe(seccompProfile);
});

describe('the seccomp profile of one container', () => {
  test('is in the field from 1.19 on, and in the annotation for older versions', () => {
    const [pod, web, object] = podWith(bare);
    fillSeccomp(pod, web, WANTED, recent);
    expect(both(object)).toEqual([undefined, undefined, [{ seccompProfile: WANTED }, undefined]]);

    const [oldPod, oldWeb, oldObject] = podWith(bare);
    fillSeccomp(oldPod, oldWeb, WANTED, old);
    expect(both(oldObject)).toEqual([{ [SECCOMP]: 'localhost/wanted' }, undefined, [undefined, undefined]]);
  });

  test('keeps an existing value', () => {
    const [pod, web, object] = podWith({ ...bare, ofContainer: { seccompProfile: STANDING } });
    fillSeccomp(pod, web, WANTED, old);
    expect(object.metadata.annotations).toEqual({ [SECCOMP]: 'localhost/standing' });
  });
});

describe('the copy of an existing value', () => {
  test('adds nothing to an unset value', () => {
    for (const target of [old, recent]) {
      const [pod, web, object] = podWith(bare);
      translateAppArmor(pod, target);
      translateSeccomp(pod, web, target);
      expect(both(object)).toEqual([undefined, undefined, [undefined, undefined]]);
    }
  });

  test('adds nothing if the target reads the field', () => {
    const given = { ...bare, ofContainer: { appArmorProfile: STANDING, seccompProfile: STANDING } };
    const [pod, web, object] = podWith(given);
    translateAppArmor(pod, recent);
    translateSeccomp(pod, web, recent);
    expect(both(object)).toEqual([undefined, undefined, [given.ofContainer, undefined]]);
  });

  test('does not invent a name for a Localhost field without a profile', () => {
    const [pod, , object] = podWith({ ...bare, ofPod: { appArmorProfile: { type: 'Localhost' } } });
    translateAppArmor(pod, old);
    expect(object.metadata.annotations[APPARMOR]).toBe('localhost/');
  });
});

test('leaves a pod without metadata unchanged', () => {
  const object: any = {
    apiVersion: 'akri.sh/v0',
    kind: 'Configuration',
    spec: { brokerSpec: { brokerPodSpec: { containers: [{ name: 'web' }] } } },
  };
  const before = structuredClone(object);
  const pod = podsOf(object)[0]!;
  fillSeccomp(pod, 'pod', RUNTIME_DEFAULT, old);
  fillAppArmor(pod, RUNTIME_DEFAULT, old);
  expect(object).toEqual(before);
  expect(pod.template).not.toHaveProperty('metadata');
});
