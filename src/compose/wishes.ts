import { Capability } from '../host/capability';

/** Weaknesses that a user can accept, by their words for `--accept`, with what they accept. */
export const WISHES = {
  'apparmor-unconfined': 'no AppArmor profile',
  device: 'a device of the node',
  'host-ipc': 'the IPC namespace of the node',
  'host-network': 'the network of the node',
  'host-path': 'a folder or a file of the node',
  'host-pid': 'the processes of the node',
  'host-port': 'a port of the node',
  'new-privileges': 'programs that gain privileges, such as those with setuid',
  'plain-secret': 'secrets in the environment, readable in the manifests',
  'private-egress': 'connections to private addresses, such as those of the local network',
  privileged: 'full access to the node',
  publish: 'a load balancer with a private address',
  'root-user': 'user 0',
  'seccomp-unconfined': 'no seccomp profile',
  'shared-processes': 'containers of a pod that see the processes of each other',
  'selinux-label': 'an SELinux type, user or role that is not for containers, or no label',
  sysctl: 'a kernel parameter that affects more than the pod',
  terminal: 'a terminal, or standard input',
  'unmasked-proc': 'the whole of /proc and /sys, in a user namespace of the pod',
  'writable-root': 'a writable root file system',
} as const;

/** Word of a weakness for `--accept`. A capability has the word `cap-` and its name, such as `cap-net-admin`. */
export type Wish = keyof typeof WISHES | `cap-${string}`;

/** Returns the word for a capability. */
export function wishOfCapability(capability: Capability): Wish {
  return `cap-${capability.toLowerCase().replace(/_/g, '-')}`;
}

/** Returns every word for `--accept`. */
export function everyWish(): string[] {
  return [...Object.keys(WISHES), ...Object.values(Capability).map(wishOfCapability)].sort();
}
