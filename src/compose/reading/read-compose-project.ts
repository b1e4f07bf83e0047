import { readFileSync } from 'node:fs';
import { basename, dirname, resolve } from 'node:path';
import { fileProblem } from '../../diagnostics/file-error';
import { InputError } from '../../diagnostics/input-error';
import { isObject, type JsonObject } from '../../kubernetes/manifest';
import type { ComposeProject } from '../compose-project';
import type { ServiceDefinition } from '../service-definition';
import { readComposeDocuments } from './compose-document';
import { interpolatedDocument, nameOf } from './interpolated-document';
import { emptyModel, type Model } from './model';
import { Origins, pointerStep } from './origins';
import { ReadingProblems } from './reading-problems';
import { reportSchemaProblems } from './schema-problems';
import { canonicalService } from './service-values';
import { writeOutShortForms } from './short-forms/long-forms';

/** Options of {@link readComposeProject}. */
export interface ReadingOptions {
  /** Name of the project. Undefined if `COMPOSE_PROJECT_NAME`, the files, or their folder name it. */
  readonly projectName?: string;
  /** Profiles whose services are active. Undefined if `COMPOSE_PROFILES` lists them. */
  readonly profiles?: ReadonlyArray<string>;
  /** Files with variables. Undefined for `.env` in the folder of the first file, if it exists. */
  readonly envFiles?: ReadonlyArray<string>;
  /** Variables of the process, which have precedence over those of files. */
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** Folder that no path of the project may leave, such as that of an unpacked package. */
  readonly within?: string;
}

/**
 * Reads a compose project from its files, which are merged in this order.
 *
 * @throws {@link InputError} with every problem of the files
 */
export function readComposeProject(files: ReadonlyArray<string>, options: ReadingOptions): ComposeProject {
  const texts = files.map((file) => ({ file, text: textOf(file) }));
  return readComposeTexts(texts, dirname(resolve(files[0] ?? '.')), options);
}

function textOf(file: string): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(readFileSync(file));
  } catch (error) {
    throw new InputError(file, [fileProblem(error)]);
  }
}

/** Reads a compose project from texts. @param folder folder to which relative paths refer */
export function readComposeTexts(
  texts: ReadonlyArray<{ readonly file: string; readonly text: string }>,
  folder: string,
  options: ReadingOptions,
): ComposeProject {
  const problems = new ReadingProblems();
  const origins = new Origins();
  const unset = new Set<string>();
  const environment = new Map(Object.entries(options.environment));
  const name =
    options.projectName ??
    basename(folder)
      .toLowerCase()
      .replace(/[^a-z0-9_-]/g, '');
  environment.set('COMPOSE_PROJECT_NAME', name);
  let model: Model = emptyModel();
  for (const { file, text } of texts)
    for (const document of readComposeDocuments(text, file)) {
      const read = interpolatedDocument(document, {
        lookup: (variable) => environment.get(variable),
        origins,
        problems,
        unset: (variable) => unset.add(variable),
      });
      problems.throwIfAny();
      model = read.model;
      reportSchemaProblems(model, origins, problems, file);
      problems.throwIfAny();
      writeOutShortForms(model, origins, (path, message) => report(path, message));
      problems.throwIfAny();
    }
  const services = new Map<string, ServiceDefinition>();
  for (const [service, value] of Object.entries(isObject(model['services']) ? model['services'] : {}))
    if (isObject(value))
      services.set(
        service,
        canonicalService(value, (path, message) => report(['services', service, ...path], message)),
      );
  problems.throwIfAny();
  return {
    name,
    folder,
    services,
    networks: resources(model, 'networks'),
    volumes: resources(model, 'volumes'),
    secrets: resources(model, 'secrets'),
    configs: resources(model, 'configs'),
    models: resources(model, 'models'),
    others: new Map(Object.entries(model).filter(([key]) => key === 'version' || key.startsWith('x-'))),
    inactive: new Map(),
    unsetVariables: [...unset].sort(),
    placeOf: (pointer) => origins.placeAt(model, pointer) ?? { file: texts[0]?.file ?? '', line: 1 },
  };

  function report(path: ReadonlyArray<string>, message: string): void {
    const pointer = path.map((step) => `/${pointerStep(step)}`).join('');
    const place = origins.placeAt(model, pointer) ?? { file: texts[0]?.file ?? '', line: 1 };
    problems.add(place, `${nameOf(pointer)} ${message}`);
  }
}

function resources(model: Model, key: string): Map<string, JsonObject> {
  const value = model[key];
  return new Map(
    Object.entries(isObject(value) ? value : {}).map(([name, each]) => [name, isObject(each) ? each : {}]),
  );
}
