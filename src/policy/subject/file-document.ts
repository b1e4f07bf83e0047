import { isObject } from '../../kubernetes/manifest';
import type { YamlDocument } from '../../kubernetes/yaml/yaml-stream';
import { ManifestDocument } from './manifest-document';

/** A document of a file, whose lines are looked up when they are asked for. */
export class FileDocument extends ManifestDocument {
  constructor(
    file: string,
    private readonly read: YamlDocument,
  ) {
    super({ value: read.value, file, document: read.index });
  }

  public override lineOf(pointer: string): number {
    return this.read.lineOf(pointer);
  }

  /** What no API server could take is no manifest: the values of a chart, a configuration file. */
  public get isManifest(): boolean {
    return (
      isObject(this.value) && typeof this.value['kind'] === 'string' && typeof this.value['apiVersion'] === 'string'
    );
  }
}
