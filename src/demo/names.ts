/** Where the demo lives in a cluster: what its chart makes and its commands look for. */

/** Namespace of the five variants. */
export const DEMO_NAMESPACE = 'secure-edge-demo';

/** Namespace of the AppArmor loader. */
export const LOADER_NAMESPACE = 'apparmor-loader';

/** DaemonSet of the loader. */
export const LOADER = 'apparmor-loader';

/** ConfigMap that names the profiles to unload, one a line. */
export const RETIRED_CONFIG_MAP = 'apparmor-loader-retired';

/** Its key. */
export const RETIRED_KEY = 'retired';

/** Label of the ConfigMaps that hold profiles. */
export const PROFILES_LABEL = 'secure-edge.dev/profiles';

/** Value of that label for AppArmor. */
export const PROFILES_LABEL_VALUE = 'apparmor';
