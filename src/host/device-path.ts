/** Paths below `/dev` that are folders, sockets or files, or devices that every container may open. */
const NO_DEVICES =
  /^\/dev\/(block|bus|bus\/usb|char|cpu|disk(\/.*)?|dri|fd|full|hugepages(\/.*)?|input|log|mapper|mqueue(\/.*)?|net|null|ptmx|pts(\/.*)?|random|shm(\/.*)?|snd|stderr|stdin|stdout|termination-log|tty|urandom|usb|v4l(\/.*)?|vfio|zero)$/;

/** Returns true if a canonical path of a node is usually a device that a runtime does not let every container open. */
export function isDevicePath(path: string): boolean {
  return path.startsWith('/dev/') && !NO_DEVICES.test(path);
}
