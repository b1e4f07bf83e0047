import type { ComposeProject } from '../compose-project';
import { sharedServiceOf } from '../networks/project-networks';
import type { ServiceDefinition } from '../service-definition';

/** Parts of a text that can be the name of a service. */
const WORD = /[A-Za-z0-9][A-Za-z0-9_.-]*/g;

/**
 * Pairs of services that need each other as the file says it: by `depends_on`, `links`, a shared namespace, or a name in a
 * variable or in a command.
 */
export function mentionsIn(project: ComposeProject, services: ReadonlyArray<string>): [string, string][] {
  const among = new Set(services);
  const names = new Map<string, string>();
  for (const service of services)
    for (const name of namesOf(service, project.services.get(service) ?? {})) names.set(name, service);
  return services.flatMap((service) => {
    const definition = project.services.get(service) ?? {};
    const declared = [
      ...Object.keys(definition.depends_on ?? {}),
      ...(definition.links ?? []).map((link) => link.service),
      ...(definition.volumes_from ?? []).map((from) => from.replace(/^container:/, '').split(':')[0] ?? ''),
      ...[definition.network_mode, definition.pid, definition.ipc].flatMap(
        (mode) => sharedServiceOf(project, mode) ?? [],
      ),
    ];
    const written = textsOf(definition).flatMap((text) =>
      [...text.matchAll(WORD)].flatMap(([word]) => names.get(word) ?? names.get(word.split('.')[0] ?? '') ?? []),
    );
    return [...new Set([...declared, ...written])]
      .filter((other) => other !== service && among.has(other))
      .map((other): [string, string] => [service, other]);
  });
}

/** Names by which other services find a service. */
export function namesOf(service: string, { container_name: container, networks = {} }: ServiceDefinition): string[] {
  const aliases = Object.values(networks).flatMap((network) => network?.aliases ?? []);
  return [...new Set([service, ...(container === undefined ? [] : [container]), ...aliases])];
}

function textsOf({ environment = {}, command, entrypoint, healthcheck }: ServiceDefinition): string[] {
  return [
    ...Object.values(environment).filter((value) => value !== null),
    ...(command ?? []),
    ...(entrypoint ?? []),
    ...(healthcheck?.test ?? []),
  ];
}
