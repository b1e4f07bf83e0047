import { mountData, type DataVolumes } from '../../../src/app-package/install/data-volume';
import type { Manifest } from '../../../src/kubernetes/manifest';

interface Context {
  readonly runAsUser?: number;
  readonly fsGroup?: number;
}

/** Returns a pod whose containers, with these users, mount a path of the data. */
function pod(context: Context, users: (number | undefined)[], path = '/secure-edge/data/volumes/db'): Manifest {
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name: 'web' },
    spec: {
      securityContext: { ...context },
      volumes: [{ name: 'v', hostPath: { path } }],
      containers: users.map((runAsUser, i) => ({
        name: `c${i}`,
        securityContext: { ...(runAsUser !== undefined && { runAsUser }) },
        volumeMounts: [{ name: 'v', mountPath: '/db' }],
      })),
    },
  };
}

const of = (...manifests: Manifest[]): DataVolumes => mountData(manifests, '/data', 'web');

test('a volume becomes a folder of the app', () => {
  const manifest = pod({ runAsUser: 10001 }, [undefined]);
  expect(of(manifest)).toEqual({ volumes: [{ name: 'db', uid: 10001, gid: 10001, mode: 0o700 }], problems: [] });
  expect(manifest['spec']).toMatchObject({
    volumes: [{ hostPath: { path: '/data/web/volumes/db', type: 'Directory' } }],
  });
});

test.each<[string, Manifest[], object]>([
  ['of the container', [pod({ runAsUser: 1 }, [2])], { uid: 2, gid: 2, mode: 0o700 }],
  ['and the group of the pod', [pod({ runAsUser: 1, fsGroup: 3 }, [undefined])], { uid: 1, gid: 3, mode: 0o770 }],
  ['or only the group, for several users', [pod({ fsGroup: 3 }, [1, 2])], { uid: 0, gid: 3, mode: 0o770 }],
  ['or only the group, for an unknown user', [pod({ fsGroup: 3 }, [undefined])], { uid: 0, gid: 3, mode: 0o770 }],
  ['of several pods', [pod({ runAsUser: 1 }, [undefined]), pod({}, [1])], { uid: 1, gid: 1, mode: 0o700 }],
])('its owner is the user %s', (_, manifests, owner) => {
  expect(of(...manifests)).toEqual({ volumes: [{ name: 'db', ...owner }], problems: [] });
});

test.each<[string, Manifest[], string]>([
  ['users without a group', [pod({}, [1, 2])], 'is mounted by containers of different users (1, 2)'],
  ['groups', [pod({ fsGroup: 1 }, [1]), pod({ fsGroup: 2 }, [2])], 'of different users (1, 2)'],
  ['no numeric user', [pod({}, [undefined])], 'is mounted by a container without a numeric user'],
  [
    'a part of a volume',
    [pod({}, [1], '/secure-edge/data/volumes/db/part')],
    'mounts "/secure-edge/data/volumes/db/part": must be',
  ],
  [
    'a path that leaves it',
    [pod({}, [1], '/secure-edge/data/volumes/..')],
    'mounts "/secure-edge/data/volumes/..": must be',
  ],
  ['all data', [pod({}, [1], '/secure-edge/data')], 'mounts "/secure-edge/data": must be'],
])('rejects different or wrong %s', (_, manifests, words) => {
  expect(of(...manifests).problems.join()).toContain(words);
});
