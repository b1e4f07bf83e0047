import type { HardenedYaml } from '../hardening/harden-yaml';
import type { Target } from '../kubernetes/target';
import { BuiltInPacks } from '../policy/built-in-packs';
import { PolicyEngine } from '../policy/engine';
import { FileDocument } from '../policy/subject/file-document';
import type { PolicyReport } from '../policy/policy-report';
import type { InputFile } from './input';

/** Hardened manifests, with the weaknesses that remain in them. */
export class HardenedManifests {
  private readonly documents: FileDocument[] = [];

  constructor(private readonly target: Target) {}

  /** Adds the hardened documents of a file. Findings have lines of the author's text, because the weakness is there. */
  public add(file: InputFile, { read }: HardenedYaml): void {
    for (const [i, after] of read.after.entries()) {
      const document = new FileDocument(file.name, { ...after, lineOf: (read.before[i] ?? after).lineOf });
      if (document.isManifest) this.documents.push(document);
    }
  }

  /** Checks the manifests against Pod Security restricted. */
  public check(): PolicyReport {
    const packs = [BuiltInPacks.named('pss-restricted')];
    return new PolicyEngine({ packs, kubernetes: this.target.name, appArmor: this.target.appArmor }).check(
      this.documents,
    );
  }
}
