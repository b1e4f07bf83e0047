import { posix } from 'node:path';
import { quote } from '../../diagnostics/input-error';
import type { JsonObject } from '../../kubernetes/manifest';
import { secretsInFile } from '../../kubernetes/secrets/text-secrets';
import { configKey, dnsSubdomain, plainText, toDnsLabel } from '../../kubernetes/syntax';
import { call, list, literal, object } from '../code/expressions';
import type { Expression } from '../code/expression';
import { keyPath } from '../key-path';
import type { ProjectConversion, ServiceConversion } from '../service-conversion';
import type { FileReference } from '../service-definition';
import { configFileOf } from './config-file';
import { convertInstalledFile } from './installed-file';
import { differencesOf, MOUNT_FIELD, mountPathOf, reportConverted, reserve } from './mount';

type Section = 'secrets' | 'configs';

/** Converts the secrets and the configs of a service. */
export function convertFileReferences(service: ServiceConversion): void {
  const { secrets = [], configs = [] } = service.definition;
  if (service.options.installation !== undefined) {
    for (const [section, references] of Object.entries({ secrets, configs }))
      references.forEach((reference, i) => {
        const definition = service.project[section as Section].get(reference.source) ?? {};
        convertInstalledFile(service, keyPath(section, i), reference, definition, section === 'secrets');
      });
    return;
  }
  const folders = new Map<string, Expression[]>();
  secrets.forEach((reference, i) => {
    convertSecret(service, keyPath('secrets', i), reference, 'secrets', folders);
  });
  configs.forEach((reference, i) => {
    convertConfig(service, keyPath('configs', i), reference, folders);
  });
  for (const [folder, files] of folders)
    service.container.add('files', call('MountedFiles.fromSecretFiles', literal(folder), list(files)));
}

function convertSecret(
  service: ServiceConversion,
  key: string,
  reference: FileReference,
  section: Section,
  folders: Map<string, Expression[]>,
): void {
  const { project, report } = service;
  const target = mountPathOf(reference.target);
  const [folder, file] = [posix.dirname(target), posix.basename(target)];
  const problem =
    configKey('file name', file) ??
    (folder === '/' ? 'a Secret cannot be mounted at "/": give it a folder of its own' : undefined) ??
    (folders.has(folder) ? undefined : reserve(service, folder));
  if (problem !== undefined) {
    report.unsupported(key, problem);
    return;
  }
  const definition = project[section].get(reference.source) ?? {};
  const { name, key: own } = secretOf(reference.source, definition);
  folders.set(folder, [
    ...(folders.get(folder) ?? []),
    object({ secret: literal(name), key: literal(own), fileName: file === own ? undefined : literal(file) }),
  ]);
  const isStandard = folder === '/run/secrets';
  const difference = differencesOf(
    createText(service, name, own, definition),
    !isStandard && `the Secret replaces all files of ${folder}`,
    hasOwner(reference) && 'the files belong to root and to the group of the app, with mode 0440',
  );
  reportConverted(service, key, MOUNT_FIELD, difference);
}

function convertConfig(
  service: ServiceConversion,
  key: string,
  reference: FileReference,
  folders: Map<string, Expression[]>,
): void {
  const { project, container, report } = service;
  const definition = project.configs.get(reference.source) ?? {};
  const target = mountPathOf(reference.target);
  const external = externalName(definition);
  if (external !== undefined) {
    const problem = reserve(service, target);
    if (problem !== undefined) {
      report.unsupported(key, problem);
      return;
    }
    const [name, own] = [toName(external), fileKey(reference.source)];
    container.add('files', call('MountedFiles.fileFromConfigMap', literal(target), literal(name), literal(own)));
    report.approximated(key, MOUNT_FIELD, `the ConfigMap ${name} must exist, with the text at its key ${own}`);
    return;
  }
  const found = textOf(service, definition);
  if ('reason' in found) {
    report.unsupported(key, found.reason);
    return;
  }
  if (secretsInFile(posix.basename(target), found.text).length > 0) {
    convertSecret(service, key, reference, 'configs', folders);
    return;
  }
  const problem =
    plainText('text', found.text) ?? configKey('file name', posix.basename(target)) ?? reserve(service, target);
  if (problem !== undefined) {
    report.unsupported(key, problem);
    return;
  }
  const mode = reference.mode === undefined || reference.mode === 0o444 ? undefined : reference.mode & 0o555;
  const parts = mode === undefined ? [] : [object({ mode: literal(mode) })];
  container.add('files', call('MountedFiles.file', literal(target), literal(found.text), ...parts));
  const isOwned = reference.uid !== undefined || reference.gid !== undefined;
  const difference = differencesOf(isOwned && 'the file belongs to root');
  reportConverted(service, key, MOUNT_FIELD, difference);
}

function textOf(
  { options }: ServiceConversion,
  definition: JsonObject,
): { readonly text: string } | { readonly reason: string } {
  const { content, file, environment } = definition;
  if (typeof content === 'string') return { text: content };
  if (typeof file === 'string') {
    const entry = options.files?.entryAt(file);
    if (entry?.type === 'file') return { text: entry.text };
    const why = entry?.type === 'other' ? entry.reason : 'it does not exist';
    return { reason: `the file ${quote(file)} cannot become a ConfigMap, because ${why}` };
  }
  if (typeof environment === 'string')
    return { reason: `the value is in the variable ${quote(environment)}: use content: \${${environment}}` };
  return { reason: 'the config has no text: give it a file or content' };
}

/** Returns the name of the Secret, and the key of the value in it. */
function secretOf(source: string, definition: JsonObject): { readonly name: string; readonly key: string } {
  return { name: toName(externalName(definition) ?? source), key: fileKey(source) };
}

function externalName({ external, name }: JsonObject): string | undefined {
  if (external === true) return typeof name === 'string' ? name : undefined;
  if (typeof external !== 'object' || external === null) return undefined;
  const own = (external as JsonObject)['name'];
  return typeof own === 'string' ? own : undefined;
}

function toName(name: string): string {
  return dnsSubdomain('name', name) === undefined ? name : toDnsLabel(name);
}

function fileKey(source: string): string {
  return configKey('key', source) === undefined ? source : toDnsLabel(source);
}

function createText({ options }: ServiceConversion, name: string, key: string, definition: JsonObject): string {
  const { file, environment } = definition;
  const namespace = options.namespace === undefined ? '' : ` --namespace ${options.namespace}`;
  const value =
    typeof file === 'string' ? 'FILE' : typeof environment === 'string' ? `<(printenv ${environment})` : 'FILE';
  return `the Secret ${name} must exist: kubectl create secret generic ${name}${namespace} --from-file=${key}=${value}`;
}

function hasOwner({ uid, gid, mode }: FileReference): boolean {
  return uid !== undefined || gid !== undefined || (mode !== undefined && mode !== 0o440 && mode !== 0o444);
}

function reportInstalled(plan: ProjectConversion, section: Section, name: string, { file }: JsonObject): void {
  const key = keyPath(section, name);
  const hasFile =
    typeof file === 'string' || (section === 'configs' && 'file' in configFileOf(plan, { source: name, target: name }));
  if (hasFile) plan.report.converted(key, 'spec.template.spec.volumes');
  else plan.report.unsupported(key, 'it is not a file of the installed package: the entries of the services say why');
}

/** Reports the secrets and the configs of the project. */
export function reportFiles(plan: ProjectConversion): void {
  const { project, options, report } = plan;
  for (const section of ['secrets', 'configs'] as const) {
    const used = new Set([...project.services.values()].flatMap((each) => (each[section] ?? []).map((r) => r.source)));
    for (const [name, definition] of project[section]) {
      const key = keyPath(section, name);
      if (!used.has(name)) report.byDesign(key, 'no service uses it');
      else if (options.installation !== undefined) reportInstalled(plan, section, name, definition);
      else if (section === 'configs' && externalName(definition) === undefined) report.converted(key, 'ConfigMap');
      else
        report.approximated(
          key,
          section === 'secrets' ? 'Secret' : 'ConfigMap',
          'it must exist before the apps start: the entries of the services say how to create it',
        );
    }
  }
}
