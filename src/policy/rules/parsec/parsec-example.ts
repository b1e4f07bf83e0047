import { examplePod, type ExamplePod } from '../../example';

/** Volume with Parsec's folder, as a YAML line of an example pod's `spec`. */
export const PARSEC_VOLUME = 'volumes: [{name: parsec, hostPath: {path: /run/parsec, type: Directory}}]';

/** Read-only mount of that volume, as a YAML line of an example container. */
export const PARSEC_MOUNT = 'volumeMounts: [{name: parsec, mountPath: /run/parsec, readOnly: true}]';

/** Returns a pod that mounts Parsec's folder read-only, as YAML; `spec` contains further lines of its `spec`. */
export function exampleClient({ spec, ...pod }: ExamplePod = {}): string {
  return examplePod({
    container: PARSEC_MOUNT,
    ...pod,
    spec: spec === undefined ? PARSEC_VOLUME : `${spec}\n${PARSEC_VOLUME}`,
  });
}
