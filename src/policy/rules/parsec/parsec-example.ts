/** Volume with Parsec's folder, as a YAML line of an example pod's `spec`. */
export const PARSEC_VOLUME = 'volumes: [{name: parsec, hostPath: {path: /run/parsec, type: Directory}}]';

/** Read-only mount of that volume, as a YAML line of an example container. */
export const PARSEC_MOUNT = 'volumeMounts: [{name: parsec, mountPath: /run/parsec, readOnly: true}]';
