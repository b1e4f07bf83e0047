import { RETIRED_KEY } from '../kubernetes/profile-config-map';

/** Namespace of the five variants. */
export const DEMO_NAMESPACE = 'secure-edge-demo';

/** Namespace of the AppArmor loader. */
export const LOADER_NAMESPACE = 'apparmor-loader';

/** DaemonSet of the loader. */
export const LOADER = 'apparmor-loader';

/** ConfigMap that names the profiles to unload. */
export const RETIRED_CONFIG_MAP = `${LOADER}-${RETIRED_KEY}`;
