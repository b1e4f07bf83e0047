import { writeYaml } from '../../kubernetes/write-yaml';

/** A cloud-init configuration that leaves a script at a path, and runs it at the first boot. */
export function toCloudInit(path: string, script: string): string {
  const config = { write_files: [{ path, permissions: '0700', content: script }], runcmd: [[path]] };
  return `#cloud-config\n${writeYaml(config)}`;
}
