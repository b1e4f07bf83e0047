import type { Severity } from '../diagnostics/severity';
import type { ObjectSubject } from './subject/object-subject';

/** Object of a finding. */
export interface ResourceReference {
  readonly apiVersion: string;
  readonly kind: string;

  /**
   * Namespace in the manifest.
   * @default - the manifest does not set a namespace
   */
  readonly namespace?: string;

  /**
   * Name of the object. Empty if it has none. An object as an edge engine renders it for some nodes has their names, too:
   * `web, pool b`.
   */
  readonly name: string;
}

/** Control of a standard, as a finding shows it. */
export interface FrameworkControl {
  /** Name of the standard with its version, such as `CIS Kubernetes Benchmark 1.12`. */
  readonly name: string;

  /** Id of the control. */
  readonly id: string;
}

/** Reason why a finding is accepted. */
export interface FindingAcknowledgement {
  readonly reason: string;

  /**
   * Last day on which the finding is accepted, as `YYYY-MM-DD`.
   * @default - the acknowledgement does not expire
   */
  readonly until?: string;
}

/** Acknowledgement that matches a finding, but is not accepted. */
export interface RefusedAcknowledgement {
  /** Reason given by the acknowledgement. */
  readonly reason: string;

  /** Explanation why it is not accepted. */
  readonly why: string;
}

/** Value of a field of an object. */
export interface FieldValue {
  /** JSON pointer of the field within the object. */
  readonly path: string;

  /** Value of the field, as JSON. */
  readonly value: unknown;
}

/** Numbers of findings that one finding represents. */
export interface UnlistedFindings {
  readonly open: Readonly<Record<Severity, number>>;
  readonly acknowledged: number;
  readonly known: number;
}

/** Maximum number of characters of a text in a finding, because texts in a manifest can have any length. */
export const LONGEST_TEXT = 1_000;

/** Returns a text as a finding shows it, shortened if it is too long. */
function shown(text: string): string {
  return text.length <= LONGEST_TEXT ? text : `${text.slice(0, LONGEST_TEXT)}… (${text.length} characters)`;
}

function shownIfAny(text: string | undefined): string | undefined {
  return text === undefined ? undefined : shown(text);
}

/** Content of a finding, without its place. */
export interface FindingProps {
  readonly rule: string;
  readonly severity: Severity;
  readonly message: string;
  readonly fix: string;
  readonly set?: FieldValue;
  readonly frameworks: FrameworkControl[];
  readonly check?: string;
  readonly container?: string;
  readonly value?: string;
  readonly acknowledged?: FindingAcknowledgement;
  readonly unlisted?: UnlistedFindings;
  readonly refused?: RefusedAcknowledgement;
}

/** Violation that a rule found, with its place and its fix. */
export class Finding {
  /** Id of the rule. */
  public readonly rule: string;
  /** Id of the Pod Security Standards check that rejects the object. Unset if none does. */
  public readonly check?: string;
  public readonly severity: Severity;
  /** Name of the container with the violation. Unset if it is not in a container. */
  public readonly container?: string;
  /**
   * Subject of the finding, such as a capability, a path, a port, a lint or the name of a variable. An acknowledgement with this
   * value accepts it. Unset if there is nothing.
   */
  public readonly value?: string;
  public readonly message: string;
  /** Instruction that fixes the violation. */
  public readonly fix: string;
  /** Controls of standards that the finding is evidence against. */
  public readonly frameworks: FrameworkControl[];
  /** Reason why it is accepted. Unset if it is not acknowledged. */
  public readonly acknowledged?: FindingAcknowledgement;
  /** Acknowledgement that matches it and is not accepted. Unset if there is none. */
  public readonly refused?: RefusedAcknowledgement;

  /** @internal */
  public static _of(props: FindingProps, object: ObjectSubject, path: string): Finding {
    return new Finding(props, object, path);
  }

  /** True if a baseline contains it. */
  public readonly isKnown: boolean = false;

  /** JSON pointer within the object, cut after 1,000 characters. */
  public readonly path: string;
  private readonly fixed?: FieldValue;
  /** Findings that this one represents. Unset for an ordinary finding. @internal */
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
    this.value = props.value;
    this.message = shown(props.message);
    this.fix = shown(props.fix);
    this.frameworks = props.frameworks;
    this.acknowledged = props.acknowledged && { ...props.acknowledged, reason: shown(props.acknowledged.reason) };
    this.refused = props.refused && { reason: shown(props.refused.reason), why: shown(props.refused.why) };
    this.path = shown(pointer);
    this.fixed = props.set;
    this._unlisted = props.unlisted;
  }

  /** Returns the same finding as one that a baseline contains. @internal */
  public _asKnown(): Finding {
    return Object.assign(Object.create(Finding.prototype) as Finding, this, { isKnown: true });
  }

  /**
   * Value that fixes the finding if the field has it; unset if no single value does, or if pointer and value together have
   * more than 1,000 characters as JSON.
   */
  public get set(): FieldValue | undefined {
    // a copy: the value may be one that hardening fills in, too
    const set = this.fixed && JSON.stringify(this.fixed);
    return set === undefined || set.length > LONGEST_TEXT ? undefined : (JSON.parse(set) as FieldValue);
  }

  /** Object with the violation. */
  public get resource(): ResourceReference {
    const { apiVersion, kind, namespace, name, _where: where } = this.object;
    const shownName = shown(where === undefined ? name : `${name}, ${where}`);
    return { apiVersion: shown(apiVersion), kind: shown(kind), namespace: shownIfAny(namespace), name: shownName };
  }

  /** The object itself, as JSON. @internal */
  public get _json(): { readonly [key: string]: unknown } {
    return this.object.json;
  }

  /** File that contains the object. Unset if it does not come from a file. */
  public get file(): string | undefined {
    return this.object.document.file;
  }

  /** Index of the document in the file, from 0. */
  public get document(): number {
    return this.object.document.document;
  }

  /** JSON pointer within the document, which can be a List that contains the object. */
  public get documentPath(): string {
    return shown(this.object.documentPointerOf(this.pointer));
  }

  /** Line of the file, from 1. Unset if the object does not come from a file. Each access looks it up again. */
  public get line(): number | undefined {
    return this.object.document.lineOf(this.object.documentPointerOf(this.pointer));
  }

  /** Path of the construct that creates the object. Unset if no construct does. */
  public get constructPath(): string | undefined {
    return this.object.document.constructPath;
  }
}
