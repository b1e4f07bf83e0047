import type { Severity } from '../diagnostics/severity';
import type { ObjectSubject } from './subject/object-subject';

/** The object that a finding is about. */
export interface ResourceReference {
  readonly apiVersion: string;
  readonly kind: string;

  /**
   * Namespace that the manifest says.
   * @default - it says none
   */
  readonly namespace?: string;

  /** Empty when it has none. */
  readonly name: string;
}

/** A control of a standard, as a finding shows it. */
export interface FrameworkControl {
  /** The standard with its version, such as `CIS Kubernetes Benchmark 1.12`. */
  readonly name: string;

  /** Id of the control. */
  readonly id: string;
}

/** Why a finding is accepted. */
export interface FindingAcknowledgement {
  readonly reason: string;
}

/** An acknowledgement that matches a finding, and is not accepted. */
export interface RefusedAcknowledgement {
  /** Reason that the acknowledgement gives. */
  readonly reason: string;

  /** Why it is not accepted. */
  readonly why: string;
}

/** Value of a field of an object. */
export interface FieldValue {
  /** JSON pointer of the field within the object. */
  readonly path: string;

  /** Value of the field, as JSON. */
  readonly value: unknown;
}

/** Numbers of findings that one finding stands for. */
export interface UnlistedFindings {
  readonly open: Readonly<Record<Severity, number>>;
  readonly acknowledged: number;
}

/** Characters of a text that a finding shows: what comes from a manifest may have any length. */
export const LONGEST_TEXT = 1_000;

/** A text as a finding shows it: the beginning of one that is too long. */
function shown(text: string): string {
  return text.length <= LONGEST_TEXT ? text : `${text.slice(0, LONGEST_TEXT)}… (${text.length} characters)`;
}

function shownIfAny(text: string | undefined): string | undefined {
  return text === undefined ? undefined : shown(text);
}

/** What a finding says, beside where. */
export interface FindingProps {
  readonly rule: string;
  readonly severity: Severity;
  readonly message: string;
  readonly fix: string;
  readonly set?: FieldValue;
  readonly frameworks: FrameworkControl[];
  readonly check?: string;
  readonly container?: string;
  readonly acknowledged?: FindingAcknowledgement;
  readonly unlisted?: UnlistedFindings;
  readonly refused?: RefusedAcknowledgement;
}

/** What a rule found, where, and the mend. */
export class Finding {
  /** Id of the rule. */
  public readonly rule: string;
  /** Id of the check of the Pod Security Standards that refuses it, if one does. */
  public readonly check?: string;
  public readonly severity: Severity;
  /** Name of the container that it is about, if it is about one. */
  public readonly container?: string;
  public readonly message: string;
  /** How to mend it. */
  public readonly fix: string;
  /** Controls of standards that it speaks against. */
  public readonly frameworks: FrameworkControl[];
  /** Why it is accepted; not set when it is not. */
  public readonly acknowledged?: FindingAcknowledgement;
  /** The acknowledgement that matches it and is not accepted; unset if there is none. */
  public readonly refused?: RefusedAcknowledgement;

  /** @internal */
  public static _of(props: FindingProps, object: ObjectSubject, path: string): Finding {
    return new Finding(props, object, path);
  }

  /** JSON pointer within the object; the beginning of one of more than 1,000 characters. */
  public readonly path: string;
  /**
   * Value that fixes the finding if the field has it; unset if no single value does, or if pointer and value together have
   * more than 1,000 characters as JSON.
   */
  public readonly set?: FieldValue;
  /** The findings that it stands for; unset if it is one itself. @internal */
  public readonly _unlisted?: UnlistedFindings;

  private constructor(
    props: FindingProps,
    private readonly object: ObjectSubject,
    private readonly pointer: string,
  ) {
    this.rule = props.rule;
    this.check = props.check;
    this.severity = props.severity;
    this.container = shownIfAny(props.container);
    this.message = shown(props.message);
    this.fix = shown(props.fix);
    this.frameworks = props.frameworks;
    this.acknowledged = props.acknowledged && { reason: shown(props.acknowledged.reason) };
    this.refused = props.refused && { reason: shown(props.refused.reason), why: shown(props.refused.why) };
    this.path = shown(pointer);
    // a copy: the value may be one that hardening fills in, too
    const set = props.set && JSON.stringify(props.set);
    this.set = set === undefined || set.length > LONGEST_TEXT ? undefined : (JSON.parse(set) as FieldValue);
    this._unlisted = props.unlisted;
  }

  /** The object that it is about. */
  public get resource(): ResourceReference {
    const { apiVersion, kind, namespace, name } = this.object;
    return { apiVersion: shown(apiVersion), kind: shown(kind), namespace: shownIfAny(namespace), name: shown(name) };
  }

  /** The object itself, as JSON. @internal */
  public get _json(): { readonly [key: string]: unknown } {
    return this.object.json;
  }

  /** File that the object stands in, if it stands in one. */
  public get file(): string | undefined {
    return this.object.document.file;
  }

  /** Which document of the file it is, from 0. */
  public get document(): number {
    return this.object.document.document;
  }

  /** JSON pointer within the document, which may be a List around the object. */
  public get documentPath(): string {
    return shown(this.object.documentPointerOf(this.pointer));
  }

  /** Line of the file, from 1; not known for what does not come from a file. Looked up anew each time. */
  public get line(): number | undefined {
    return this.object.document.lineOf(this.object.documentPointerOf(this.pointer));
  }

  /** Path of the construct that writes the object, if one does. */
  public get constructPath(): string | undefined {
    return this.object.document.constructPath;
  }
}
