import { countOf, type Notice } from '../report/content';

/** Files and folders that a command found in folders and did not read. */
export class SkippedFiles {
  /** Files without a Kubernetes object. */
  public readonly foreign: string[] = [];
  /** Files and folders that `.gitignore` files exclude. */
  public readonly ignored: string[] = [];

  /** Returns the facts for a report. */
  public get notices(): Notice[] {
    const { foreign, ignored } = this;
    return [
      ...(foreign.length > 0
        ? [{ id: 'skipped-files', title: `${countOf(foreign.length, 'file')} skipped: not Kubernetes`, items: foreign }]
        : []),
      ...(ignored.length > 0
        ? [{ id: 'ignored-paths', title: `${countOf(ignored.length, 'path')} skipped: in .gitignore`, items: ignored }]
        : []),
    ];
  }
}
