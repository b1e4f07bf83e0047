import { ensureObjectAt, isObject, listAt, objectAt, stringAt, type JsonObject } from '../../src/kubernetes/manifest';
import { containersOf, podsOf } from '../../src/kubernetes/pods';

/** Change that makes an object weaker, beside what its acknowledgements already accept. */
export interface Attack {
  /** Description of the change. */
  readonly what: string;
  /** Rule that finds it. */
  readonly rule: string;
  /** Text in the value of the new finding. */
  readonly value: string;
  /** Changes an object; returns false if the object has no place for the change. */
  readonly weaken: (object: JsonObject) => boolean;
}

/** Attacks that are tried on every object. */
export const ATTACKS: ReadonlyArray<Attack> = [
  {
    what: 'a second capability',
    rule: 'added-capabilities',
    value: 'SYS_MODULE',
    weaken: inContainer((container) => {
      const capabilities = ensureObjectAt(ensureObjectAt(container, 'securityContext') ?? {}, 'capabilities') ?? {};
      capabilities['add'] = [...listAt(capabilities, 'add'), 'SYS_MODULE'];
    }),
  },
  {
    what: 'a second path of the node',
    rule: 'no-host-path',
    value: '/srv/stolen',
    weaken: inContainer(mountNode),
  },
  {
    what: 'a second writable path of the node',
    rule: 'read-only-host-path',
    value: '/srv/stolen',
    weaken: inContainer(mountNode),
  },
  {
    what: 'a privileged container beside the others',
    rule: 'no-privileged',
    value: 'true',
    weaken: inContainer((container, spec) => {
      const name = 'added';
      const securityContext = { privileged: true };
      spec['containers'] = [...listAt(spec, 'containers'), { name, image: container['image'], securityContext }];
    }),
  },
  {
    what: 'a secret in a variable',
    rule: 'no-plain-secret-env',
    value: 'API_TOKEN',
    weaken: inContainer((container) => {
      container['env'] = [...listAt(container, 'env'), { name: 'API_TOKEN', value: 'correct horse battery' }];
    }),
  },
  {
    what: 'a rule that runs every program without a profile',
    rule: 'apparmor-profile-lint',
    value: 'unconfined-exec',
    weaken: (object: JsonObject): boolean => {
      if (stringAt(objectAt(objectAt(object, 'metadata'), 'labels'), 'secure-edge.dev/profiles') !== 'apparmor')
        return false;
      const data = objectAt(object, 'data');
      const name = Object.keys(data).find((key) => /^}$/m.test(String(data[key])));
      if (name === undefined) return false;
      data[name] = String(data[name]).replace(/^}$/m, '  /** ux,\n}');
      return true;
    },
  },
];

/** Returns a change of the first container of an object. */
function inContainer(change: (container: JsonObject, spec: JsonObject) => void): Attack['weaken'] {
  return (object) => {
    const spec = podsOf(object)[0]?.spec;
    const container = spec && containersOf(spec).find(({ role }) => role === 'main')?.container;
    if (spec === undefined || !isObject(container)) return false;
    change(container, spec);
    return true;
  };
}

function mountNode(container: JsonObject, spec: JsonObject): void {
  const name = 'stolen';
  spec['volumes'] = [...listAt(spec, 'volumes'), { name, hostPath: { path: '/srv/stolen', type: 'Directory' } }];
  container['volumeMounts'] = [...listAt(container, 'volumeMounts'), { name, mountPath: '/stolen' }];
}
