/** Where a document comes from. */
export interface ManifestDocumentProps {
  /** The document as plain JSON: a manifest, a List of them, or whatever else a file holds. */
  readonly value: unknown;

  /**
   * File that it stands in, as a report shows it.
   * @default - it stands in no file
   */
  readonly file?: string;

  /**
   * Which document of the file it is, from 0; empty ones count.
   * @default 0
   */
  readonly document?: number;

  /**
   * Path of the construct that writes it.
   * @default - no construct does
   */
  readonly constructPath?: string;
}

/**
 * A document to judge, and where it comes from.
 *
 * Who reads YAML subclasses it, and looks lines up only when a finding is asked for its own.
 */
export class ManifestDocument {
  public readonly value: unknown;
  public readonly file?: string;
  public readonly document: number;
  public readonly constructPath?: string;

  constructor(props: ManifestDocumentProps) {
    this.value = props.value;
    this.file = props.file;
    this.document = props.document ?? 0;
    this.constructPath = props.constructPath;
  }

  /**
   * The line of the file, from 1, at which a value of the document stands; where it does not, that of the nearest one around it.
   *
   * @param _pointer JSON pointer within the document
   */
  public lineOf(_pointer: string): number | undefined {
    return undefined;
  }
}
