import type { HardeningControl } from './hardening-control';

/** Effect that a note is about. */
export enum NoteKind {
  /** A control stays unset, because the manifests show that its value would break something. */
  STAYS_WEAK = 'remains weak',
  /** A filled control can prevent a container from starting, or from working. */
  MAY_NOT_START = 'may not start',
}

/** Remark about what hardening left unset, or about what it filled and can break. */
export interface Note {
  readonly kind: NoteKind;
  readonly control: HardeningControl;
  /** JSON pointer within the document; for an object in a string, the pointer of that string. */
  readonly pointer: string;
  /** Object that contains the pod, such as `Deployment shop/web`. */
  readonly subject: string;
  /** Pod that the note is about: all notes of one pod have the same object here. */
  readonly pod: object;
  /** Name of the container. Undefined if the note is about the pod. */
  readonly container?: string;
  /** Reason, and the fix. */
  readonly message: string;
}
