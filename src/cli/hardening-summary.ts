import { Severity } from '../diagnostics/severity';
import type { HardenedYaml } from '../hardening/harden-yaml';
import { NoteKind, type Note } from '../hardening/note';
import type { Target } from '../kubernetes/target';
import { BuiltInPacks } from '../policy/built-in-packs';
import { PolicyEngine } from '../policy/engine';
import type { Finding } from '../policy/finding';
import { PolicyTarget } from '../policy/policy-target';
import { FileDocument } from '../policy/subject/file-document';
import { countOf, nameOf, placeOf } from '../report/content';
import type { InputFile } from './input';
import { printError } from './print';

/** Report on hardened manifests: the weaknesses that remain, and what may not start. */
export class HardeningSummary {
  private readonly documents: FileDocument[] = [];
  private readonly notes: { readonly place: string; readonly note: Note }[] = [];
  private changed = 0;

  constructor(private readonly target: Target) {}

  /**
   * Adds the hardened documents of a file. Findings have lines of the author's text, because the weakness is there.
   * @param target target of the file; undefined if its objects have the target in their annotations, or the general one
   */
  public add(file: InputFile, { read, notes, text }: HardenedYaml, target: Target | undefined): void {
    const checked = target && PolicyTarget.of(target);
    if (text !== file.text) this.changed += 1;
    for (const [i, after] of read.after.entries()) {
      const document = new FileDocument(file.name, { ...after, lineOf: (read.before[i] ?? after).lineOf }, checked);
      if (document.isManifest) this.documents.push(document);
    }
    for (const note of notes) this.notes.push({ place: `${file.name}:${note.line}`, note });
  }

  /**
   * Prints a line for each weakness and each risk, and a summary if there is one.
   * @param isWritten false if no file was written
   * @returns true if the manifests fail Pod Security restricted
   */
  public print(isWritten: boolean): boolean {
    const report = new PolicyEngine({
      packs: [BuiltInPacks.named('pss-restricted')],
      kubernetes: this.target.name,
      appArmor: this.target.appArmor,
    }).check(this.documents);
    for (const finding of report.findings) printError(weaknessText(finding));
    for (const { place, note } of this.notes) printError(noteText(place, note));
    const [weak, risky] = [NoteKind.STAYS_WEAK, NoteKind.MAY_NOT_START].map((kind) => this.countOf(kind));
    const values = report.findings.length + (weak?.notes ?? 0);
    if (values > 0 || this.notes.length > 0)
      printError(
        `${countOf(isWritten ? this.changed : 0, 'file')} hardened: ${countOf(values, 'value')} ${values === 1 ? 'remains' : 'remain'} weak, ${countOf(risky?.pods ?? 0, 'pod')} may not start`,
      );
    return report.failsAt(Severity.HIGH);
  }

  private countOf(kind: NoteKind): { notes: number; pods: number } {
    const own = this.notes.filter(({ note }) => note.kind === kind);
    return { notes: own.length, pods: new Set(own.map(({ note }) => note.pod)).size };
  }
}

function weaknessText(finding: Finding): string {
  const { resource, container, path, message, rule, acknowledged } = finding;
  const who = `${nameOf(resource)}${container === undefined ? '' : `, container ${container}`}`;
  const why = acknowledged === undefined ? '' : `; acknowledged: ${acknowledged.reason}`;
  return `${placeOf(finding) ?? ''}: remains weak: ${who}, ${path}: ${message} [${rule}${why}]`;
}

function noteText(place: string, { kind, subject, container, message, control }: Note): string {
  return `${place}: ${kind}: ${subject}${container === undefined ? '' : `, container ${container}`}: ${message} [${control}]`;
}
