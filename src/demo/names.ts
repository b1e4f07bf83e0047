import { RETIRED_KEY } from '../kubernetes/profile-config-map';

/** Namespace of the demo's variants that do not run as root. */
export const DEMO_NAMESPACE = 'secure-edge-demo';

/** Variant that runs as root. */
export const ROOT_VARIANT = 'hello-root';

/** Namespace of the variant that runs as root, which Pod Security restricted rejects. */
export const ROOT_NAMESPACE = `${DEMO_NAMESPACE}-root`;

/** Namespaces of the demo's variants. */
export const DEMO_NAMESPACES = [ROOT_NAMESPACE, DEMO_NAMESPACE] as const;

/** Returns the namespace of a variant. */
export function namespaceOfVariant(variant: string): string {
  return variant === ROOT_VARIANT ? ROOT_NAMESPACE : DEMO_NAMESPACE;
}

/** Namespace of the AppArmor loader. */
export const LOADER_NAMESPACE = 'apparmor-loader';

/** Name of the loader's DaemonSet. */
export const LOADER = 'apparmor-loader';

/** Name of the ConfigMap with the list of profiles to unload. */
export const RETIRED_CONFIG_MAP = `${LOADER}-${RETIRED_KEY}`;
