/** Largest user or group id that Kubernetes accepts. */
export const LARGEST_ID = 2_147_483_647;

/** Largest user or group id in a pod with its own user namespace (`hostUsers: false`). */
export const LARGEST_ID_IN_USER_NAMESPACE = 65_535;
