import { convertProject, manifestsOf, type Conversion } from '../../src/compose/compose-converter';
import type { ComposeProject } from '../../src/compose/compose-project';
import type { ConversionOptions } from '../../src/compose/conversion-options';
import type { LossEntry } from '../../src/compose/loss-report';
import type { ServiceDefinition } from '../../src/compose/service-definition';
import type { JsonObject, Manifest } from '../../src/kubernetes/manifest';
import { Target } from '../../src/kubernetes/target';

/** Returns a project as the reader returns it. */
export function projectOf(
  services: Readonly<Record<string, ServiceDefinition>>,
  rest: Partial<ComposeProject> = {},
): ComposeProject {
  return {
    name: 'shop',
    folder: '/srv/shop',
    services: new Map(Object.entries(services)),
    networks: new Map(),
    volumes: new Map(),
    secrets: new Map(),
    configs: new Map(),
    models: new Map(),
    others: new Map(),
    inactive: new Map(),
    unsetVariables: [],
    notes: [],
    placeOf: () => ({ file: 'compose.yaml', line: 1 }),
    ...rest,
  };
}

/** Converts one service named `web`, with an image unless it has one. */
export function convertedService(
  definition: ServiceDefinition,
  options: Partial<ConversionOptions> = {},
  rest: Partial<ComposeProject> = {},
): { conversion: Conversion; manifests: Manifest[]; pod: JsonObject; container: JsonObject; entries: LossEntry[] } {
  const project = projectOf({ web: { image: 'docker.io/library/nginx:1.27', ...definition } }, rest);
  const conversion = convertProject(project, { target: Target.kubernetes('1.30'), accepted: new Map(), ...options });
  const manifests = manifestsOf(conversion);
  const pod = podOf(manifests, 'web');
  const entries = conversion.report.entries.filter(({ service, key }) => service === 'web' && key !== 'image');
  return { conversion, manifests, pod, container: (pod['containers'] as JsonObject[])[0]!, entries };
}

/** Returns the pod spec of a workload. */
export function podOf(manifests: ReadonlyArray<Manifest>, name: string): JsonObject {
  const workload = manifests.find(
    (manifest) =>
      ['Deployment', 'DaemonSet', 'Job', 'Pod'].includes(String(manifest['kind'])) &&
      (manifest['metadata'] as JsonObject)['name'] === name,
  );
  const spec = workload?.['spec'] as JsonObject;
  return ((spec['template'] as JsonObject | undefined)?.['spec'] as JsonObject) ?? spec;
}

/** Converts services, each with an image unless it has one. Entries are by `SERVICE KEY`; those of the project have no service. */
export function convertedServices(
  services: Readonly<Record<string, ServiceDefinition>>,
  options: Partial<ConversionOptions> = {},
  rest: Partial<ComposeProject> = {},
): { manifests: Manifest[]; entries: ReadonlyMap<string, LossEntry>; object: (kind: string, name: string) => any } {
  const withImages = Object.entries(services).map(([name, each]) => [name, { image: 'example.test/app:1', ...each }]);
  const project = projectOf(Object.fromEntries(withImages) as Record<string, ServiceDefinition>, rest);
  const conversion = convertProject(project, { target: Target.kubernetes('1.30'), accepted: new Map(), ...options });
  const manifests = manifestsOf(conversion);
  const entries = new Map(conversion.report.entries.map((each) => [`${each.service ?? ''} ${each.key}`.trim(), each]));
  const object = (kind: string, name: string): any =>
    manifests.find((each) => each['kind'] === kind && (each['metadata'] as JsonObject)['name'] === name);
  return { manifests, entries, object };
}
