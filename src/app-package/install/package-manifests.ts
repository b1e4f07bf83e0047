import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { InputError, Problems, quote } from '../../diagnostics/input-error';
import type { Manifest } from '../../kubernetes/manifest';
import { objectsIn } from '../../kubernetes/objects';
import { readYamlStream } from '../../kubernetes/yaml/yaml-stream';

/** Function that converts a compose file to Kubernetes manifests. */
export type ComposeConverter = (file: string) => Manifest[];

const MANIFESTS = 'manifests';
const MANIFEST_FILE = /\.(ya?ml|json)$/;
const COMPOSE_FILE = 'docker-compose.yml';

/**
 * Reads the Kubernetes objects of an unpacked package below `manifests/`. Without that folder, its compose file is converted.
 * @throws InputError if objects cannot be read, or none are found
 */
export function packageManifests(subject: string, folder: string, compose?: ComposeConverter): Manifest[] {
  const names = readdirSync(folder, { withFileTypes: true });
  if (!names.some((entry) => entry.name === MANIFESTS && entry.isDirectory())) {
    const hasCompose = names.some(({ name }) => name === COMPOSE_FILE);
    if (hasCompose && compose) return compose(join(folder, COMPOSE_FILE));
    throw new InputError(subject, [
      hasCompose
        ? `has only ${COMPOSE_FILE}, which a kubelet cannot run: add Kubernetes manifests in ${MANIFESTS}/`
        : `has no folder ${MANIFESTS}: add it with Kubernetes manifests`,
    ]);
  }
  const problems = new Problems();
  const manifests: Manifest[] = [];
  for (const file of filesBelow(folder, MANIFESTS).filter((path) => MANIFEST_FILE.test(path)))
    manifests.push(...objectsOf(file, readFileSync(join(folder, file), 'utf8'), problems));
  problems.throwIfAny(subject);
  if (manifests.length === 0) throw new InputError(subject, [`has no manifest in ${MANIFESTS}/`]);
  return manifests;
}

function filesBelow(root: string, folder: string): string[] {
  return readdirSync(join(root, folder), { withFileTypes: true })
    .sort((a, b) => (a.name < b.name ? -1 : 1))
    .flatMap((entry) => {
      const path = `${folder}/${entry.name}`;
      if (entry.isDirectory()) return filesBelow(root, path);
      return entry.isFile() ? [path] : [];
    });
}

/** Pointers of objects in a List. A bundle of another engine remains one object. */
const OWN = /^(\/items\/\d+)*$/;

function objectsOf(file: string, text: string, problems: Problems): Manifest[] {
  const { documents, problems: unreadable } = readYamlStream(text);
  for (const { line, message } of unreadable) problems.add(`has ${quote(file)}, line ${line}: ${message}`);
  return documents.flatMap(({ value, lineOf }) => {
    if (value === null) return [];
    const objects = objectsIn(value).objects.filter(({ pointer, inString }) => OWN.test(pointer) && !inString);
    if (objects.some(({ object }) => typeof object['kind'] !== 'string' || typeof object['apiVersion'] !== 'string'))
      problems.add(`has ${quote(file)}, line ${lineOf('')}: is not a Kubernetes object`);
    if (objects.length === 0 && typeof value !== 'object')
      problems.add(`has ${quote(file)}, line ${lineOf('')}: is not a Kubernetes object`);
    return objects.map(({ object }) => object);
  });
}
