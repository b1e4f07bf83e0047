import type { PolicyTarget } from '../policy-target';

/** Options of {@link ManifestDocument}. */
export interface ManifestDocumentProps {
  /** Content of the document as plain JSON: a manifest, a List of manifests, or anything else that a file contains. */
  readonly value: unknown;

  /**
   * File that contains the document, as a report shows it.
   * @default - the document does not come from a file
   */
  readonly file?: string;

  /**
   * Index of the document in the file, from 0. Empty documents count.
   * @default 0
   */
  readonly document?: number;

  /**
   * Path of the construct that creates it.
   * @default - no construct does
   */
  readonly constructPath?: string;

  /**
   * Cluster that the document is checked for.
   * @default - the target in the annotation `secure-edge.dev/kubernetes` of each object, otherwise that of the check
   */
  readonly target?: PolicyTarget;
}

/**
 * Document to check, with its origin.
 *
 * A reader of YAML can extend this class, to look up lines only when a finding is asked for its line.
 */
export class ManifestDocument {
  public readonly value: unknown;
  public readonly file?: string;
  public readonly document: number;
  public readonly constructPath?: string;
  public readonly target?: PolicyTarget;

  constructor(props: ManifestDocumentProps) {
    this.value = props.value;
    this.file = props.file;
    this.document = props.document ?? 0;
    this.constructPath = props.constructPath;
    this.target = props.target;
  }

  /**
   * Returns the line of the file, from 1, of a value of the document. If the value does not exist, returns the line of the
   * nearest value that contains it.
   *
   * @param _pointer JSON pointer within the document
   */
  public lineOf(_pointer: string): number | undefined {
    return undefined;
  }
}
