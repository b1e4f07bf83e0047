import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { command } from '../scripts/lib/command';
import { pythonWith } from '../scripts/lib/kubernetes-validate';
import { cached } from '../scripts/lib/repository';

const VERSION = '0.8.0';
export const GO = ['/usr/local/go/bin/go', '/usr/bin/go'].find((path) => existsSync(path)) ?? 'go';

/** kubeconform as its authors write it, built from its Go module once a machine. */
export function kubeconform(): string {
  const folder = cached(`kubeconform-${VERSION}`, (empty) => {
    command(GO, ['install', `github.com/yannh/kubeconform/cmd/kubeconform@v${VERSION}`], { env: { GOBIN: empty } });
  });
  return join(folder, 'kubeconform');
}

/** Returns the location of self-contained schemas for some kinds of Kubernetes 1.27, in a folder, for kubeconform. */
export function schemaLocation(folder: string, kinds: ReadonlyArray<string>): string {
  const schemas = installedSchemas('v1.27.0-local-strict');
  const read = (name: string): Record<string, unknown> =>
    JSON.parse(readFileSync(join(schemas, `${name}.json`), 'utf8')) as Record<string, unknown>;
  const definitions = read('_definitions')['$defs'] as Record<string, unknown>;
  const complete = (value: unknown): unknown => {
    if (Array.isArray(value)) return value.map(complete);
    if (typeof value !== 'object' || value === null) return value;
    const { $ref } = value as { $ref?: unknown };
    if (typeof $ref === 'string') return complete(definitions[$ref.split('/').pop() ?? '']);
    return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, complete(each)]));
  };
  mkdirSync(folder);
  for (const kind of kinds) writeFileSync(join(folder, `${kind}.json`), JSON.stringify(complete(read(kind))));
  return join(folder, '{{ .ResourceKind }}{{ .KindSuffix }}.json');
}

/** The schemas that this repository validates its own manifests with. */
function installedSchemas(version: string): string {
  const python = pythonWith('kubernetes-1.25-to-1.37.txt');
  const find = 'import kubernetes_validate; print(kubernetes_validate.__path__[0])';
  return join(command(python, ['-c', find]).trim(), 'kubernetes-json-schema', version);
}
