import { isNativeKind, type NativeKind } from '../../kubernetes/native-kinds';
import type { ObjectSubject } from '../subject/object-subject';

/** True if an object has one of several kinds of Kubernetes itself. Other API groups use some of the names, too. */
export function isNative({ group, kind }: ObjectSubject, ...kinds: NativeKind[]): boolean {
  return kinds.some((each) => kind === each) && isNativeKind(group, kind);
}
