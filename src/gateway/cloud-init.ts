import { writeYaml } from '../kubernetes/yaml/write-yaml';

/** Returns a cloud-init configuration that writes a script to a path, and runs it at the first boot. */
export function toCloudInit(path: string, script: string): string {
  const config = { write_files: [{ path, permissions: '0700', content: script }], runcmd: [[path]] };
  return `#cloud-config\n${writeYaml(config)}`;
}
