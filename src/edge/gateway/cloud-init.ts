import { Document, Scalar } from 'yaml';

/** A cloud-init configuration that leaves a script at a path, and runs it at the first boot. */
export function toCloudInit(path: string, script: string): string {
  const content = new Scalar(script);
  content.type = Scalar.BLOCK_LITERAL;
  const document = new Document({ write_files: [{ path, permissions: '0700', content }], runcmd: [[path]] });
  return `#cloud-config\n${document.toString({ lineWidth: 0 })}`;
}
