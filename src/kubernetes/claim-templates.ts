import { groupOf, isObject, listAt, stringAt, type JsonObject } from './manifest';
import { isNativeName, isNativeKind } from './native-kinds';
import type { FoundPod } from './pods';

/**
 * Returns the templates of the claims that a controller makes for a pod. They stand beside the pod template, in a StatefulSet as
 * in the kinds of other API groups that contain the spec of one.
 */
export function claimTemplatesOf({ object, pointer }: FoundPod): JsonObject[] {
  const kind = stringAt(object, 'kind') ?? '';
  const isNative = isNativeName(kind) && isNativeKind(groupOf(stringAt(object, 'apiVersion') ?? ''), kind);
  // Kubernetes ignores the field in its other kinds
  if (isNative && kind !== 'StatefulSet') return [];
  let parent: unknown = object;
  for (const step of pointer.split('/').slice(1, -1)) {
    const key = step.replace(/~1/g, '/').replace(/~0/g, '~');
    parent = typeof parent === 'object' && parent !== null ? (parent as JsonObject)[key] : undefined;
  }
  return isObject(parent) ? listAt(parent, 'volumeClaimTemplates').filter(isObject) : [];
}
