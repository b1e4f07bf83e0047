import { basename, dirname, extname, resolve } from 'node:path';
import { InputError } from '../../diagnostics/input-error';
import { stepsOf as pointerSteps } from '../../kubernetes/manifest';
import type { ComposeProject } from '../compose-project';
import { keyPath } from '../key-path';
import type { LossReport } from '../loss-report';
import { ProjectFiles } from '../reading/project-files';
import { projectNameOf } from '../reading/project-name';
import { networksOf, servicesOf } from './pod-services';
import { readSkeletonDocument } from './skeleton-document';
import { podNameOf } from './skeleton-metadata';
import { SkeletonOrigins } from './skeleton-origins';
import { skeletonReport } from './skeleton-report';
import { isUnset, SkeletonValues } from './skeleton-values';

/** Pod skeleton of the old service's plan, as a project with a service for each container. */
export interface PodSkeleton {
  readonly project: ComposeProject;
  /** Namespace that the skeleton names. Undefined without one. */
  readonly namespace?: string;
  /** Returns the report of the project's conversion with the keys of the skeleton, and what it is read as. */
  readonly reportOf: (report: LossReport, namespace: string | undefined) => LossReport;
}

/**
 * Reads the pod skeleton of files that a user gave. Undefined if none of them is one.
 *
 * @throws {@link InputError} if a file cannot be read, or if a skeleton has problems or other files beside it
 */
export function readPodSkeletonFile(paths: ReadonlyArray<string>, projectName?: string): PodSkeleton | undefined {
  for (const path of paths) {
    const text = new ProjectFiles(dirname(resolve(path)), dirname(path)).read(resolve(path));
    const skeleton = readPodSkeleton(text, path, projectName);
    if (skeleton === undefined) continue;
    if (paths.length === 1) return skeleton;
    throw new InputError(path, ['a pod skeleton cannot be merged with other files: give only the skeleton']);
  }
  return undefined;
}

/**
 * Reads a pod skeleton. Undefined for any other text.
 *
 * @param path path of the file, as the user gave it
 * @param projectName name of the project. Undefined if the skeleton, or its file, names it.
 * @throws {@link InputError} with every problem of the skeleton
 */
export function readPodSkeleton(text: string, path: string, projectName?: string): PodSkeleton | undefined {
  const document = readSkeletonDocument(text, path);
  if (document === undefined) return undefined;
  const values = new SkeletonValues(document);
  const origins = new SkeletonOrigins();
  const name = podNameOf(values);
  const namespace = values.text(['metadata', 'namespace']);
  const services = servicesOf(values, origins);
  values.problems.throwIfAny();
  for (const key of ['kind', 'apiVersion'])
    if (!isUnset(document.value[key])) values.note(null, [key], 'by-design', 'the library writes it for the target');
  const project: ComposeProject = {
    name: projectNameOf(projectName, [name ?? '', basename(path, extname(path))]),
    // nothing in a skeleton is relative to its folder: its paths are those of the node
    folder: resolve(path),
    services,
    networks: new Map(networksOf(services).map((network) => [network, { name: network, external: true }])),
    volumes: new Map(),
    secrets: new Map(),
    configs: new Map(),
    models: new Map(),
    others: new Map(),
    inactive: new Map(),
    unsetVariables: [],
    notes: [],
    placeOf: (pointer) => {
      const [section, service = '', ...steps] = pointerSteps(pointer);
      const key = keyPath(...steps.map((step) => (/^\d+$/.test(step) ? Number(step) : step)));
      const origin = section === 'services' ? origins.of(service, key) : undefined;
      return values.placeOf(origin?.steps ?? origins.container(service));
    },
  };
  return {
    project,
    ...(namespace !== undefined && { namespace }),
    reportOf: (report, used) => skeletonReport(report, { document, values, origins, namespaces: [namespace, used] }),
  };
}
