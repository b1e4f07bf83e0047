import type { Target } from '../kubernetes/target';
import { readYamlStream, type YamlDocument } from '../kubernetes/yaml-stream';
import { BuiltInPacks } from '../policy/built-in-packs';
import { PolicyEngine } from '../policy/engine';
import { FileDocument } from '../policy/file-document';
import type { PolicyReport } from '../policy/policy-report';
import type { InputFile } from './input';

/** What hardening made of some manifests, and what it left weak in them. */
export class HardenedManifests {
  private readonly documents: FileDocument[] = [];

  constructor(private readonly target: Target) {}

  /** Adds what a file came to. What is weak in it is its author's: a finding names the line of the author's text. */
  public add(file: InputFile, hardened: string): void {
    const before = new Map(readYamlStream(file.text).documents.map((each) => [each.index, each]));
    for (const after of readYamlStream(hardened).documents) {
      const document = new FileDocument(file.name, inLinesOf(before.get(after.index), after));
      if (document.isManifest) this.documents.push(document);
    }
  }

  /** What Pod Security restricted finds in them. */
  public check(): PolicyReport {
    const packs = [BuiltInPacks.named('pss-restricted')];
    return new PolicyEngine({ packs, kubernetes: `1.${this.target.minor}` }).check(this.documents);
  }
}

function inLinesOf(before: YamlDocument | undefined, after: YamlDocument): YamlDocument {
  return before === undefined ? after : { ...after, lineOf: before.lineOf };
}
