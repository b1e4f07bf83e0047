import { Severity } from '../diagnostics/severity';
import type { HardenedYaml } from '../hardening/harden-yaml';
import { HardeningControl } from '../hardening/hardening-control';
import { NoteKind, type Note } from '../hardening/note';
import { stringAt } from '../kubernetes/manifest';
import { objectsIn } from '../kubernetes/objects';
import { podsOf } from '../kubernetes/pods';
import type { Target } from '../kubernetes/target';
import { BuiltInPacks } from '../policy/built-in-packs';
import { PolicyEngine } from '../policy/engine';
import type { Finding } from '../policy/finding';
import { PolicyTarget } from '../policy/policy-target';
import { FileDocument } from '../policy/subject/file-document';
import { countOf, nameOf, placeOf } from '../report/content';
import type { InputFile } from './input';
import { printError } from './print';

/** Rules of Pod Security that find a control which is unset. */
const RULES: Readonly<Partial<Record<HardeningControl, string>>> = {
  [HardeningControl.CAPABILITIES]: 'drop-all-capabilities',
  [HardeningControl.PRIVILEGE_ESCALATION]: 'no-privilege-escalation',
  [HardeningControl.RUN_AS_NON_ROOT]: 'run-as-non-root',
  [HardeningControl.SECCOMP]: 'seccomp-profile',
};

/** Report on hardened manifests: the weaknesses that remain, and what may not start. */
export class HardeningSummary {
  private readonly documents: FileDocument[] = [];
  private readonly notes: { readonly file: string; readonly place: string; readonly note: Note }[] = [];
  private readonly leftAlone: string[] = [];
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
      if (!document.isManifest) continue;
      this.documents.push(document);
      for (const { object, shapes } of objectsIn(after.value, { byShape: true }).objects)
        if ((shapes?.pods.length ?? 0) > 0 && podsOf(object).length === 0)
          this.leftAlone.push(
            `${file.name}:${document.lineOf('')}: is not changed: ${stringAt(object, 'kind')}, whose pods harden does not change: set their fields by hand`,
          );
    }
    for (const note of notes) this.notes.push({ file: file.name, place: `${file.name}:${note.line}`, note });
  }

  /** True if there is no Kubernetes object. */
  public get isEmpty(): boolean {
    return this.documents.length === 0;
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
    for (const line of this.leftAlone) printError(line);
    const found = new Set(
      report.findings.flatMap(({ rule, file, resource, container }) =>
        [container, undefined].map((each) => keyOf(rule, file, nameOf(resource), each)),
      ),
    );
    // a note and a finding about the same field are one value
    const further = this.notes.filter(
      ({ file, note: { kind, control, subject, container } }) =>
        kind === NoteKind.STAYS_WEAK && !found.has(keyOf(RULES[control], file, subject, container)),
    );
    const values = report.findings.length + further.length;
    if (values > 0 || this.notes.length > 0)
      printError(
        `${countOf(isWritten ? this.changed : 0, 'file')} hardened: ${countOf(values, 'value')} ${values === 1 ? 'remains' : 'remain'} weak, ${countOf(this.riskyPods(), 'pod')} may not start`,
      );
    return report.failsAt(Severity.HIGH);
  }

  private riskyPods(): number {
    const risky = this.notes.filter(({ note }) => note.kind === NoteKind.MAY_NOT_START);
    return new Set(risky.map(({ note }) => note.pod)).size;
  }
}

/** Returns a text that is the same for a note and a finding about one field. */
function keyOf(
  rule: string | undefined,
  file: string | undefined,
  object: string,
  container: string | undefined,
): string {
  return JSON.stringify([rule, file, object, container ?? '']);
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
