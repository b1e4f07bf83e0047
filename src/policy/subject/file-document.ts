import { isObject } from '../../kubernetes/manifest';
import type { YamlDocument } from '../../kubernetes/yaml/yaml-stream';
import type { PolicyTarget } from '../policy-target';
import { ManifestDocument } from './manifest-document';

/** Document of a file. Its lines are looked up on request. */
export class FileDocument extends ManifestDocument {
  constructor(
    file: string,
    private readonly read: YamlDocument,
    target?: PolicyTarget,
  ) {
    super({ value: read.value, file, document: read.index, target });
  }

  public override lineOf(pointer: string): number {
    return this.read.lineOf(pointer);
  }

  /** Returns false for a document that no API server could accept, such as values of a chart or a configuration file. */
  public get isManifest(): boolean {
    return (
      isObject(this.value) && typeof this.value['kind'] === 'string' && typeof this.value['apiVersion'] === 'string'
    );
  }
}
