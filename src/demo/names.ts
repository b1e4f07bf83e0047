import { RETIRED_KEY } from '../kubernetes/profile-config-map';

/** Namespace of the demo's variants. */
export const DEMO_NAMESPACE = 'secure-edge-demo';

/** Namespace of the AppArmor loader. */
export const LOADER_NAMESPACE = 'apparmor-loader';

/** Name of the loader's DaemonSet. */
export const LOADER = 'apparmor-loader';

/** Name of the ConfigMap with the list of profiles to unload. */
export const RETIRED_CONFIG_MAP = `${LOADER}-${RETIRED_KEY}`;
