import { dirname } from 'node:path';
import { quote } from '../../diagnostics/input-error';
import { didYouMean } from '../../diagnostics/nearest-word';
import { isObject } from '../../kubernetes/manifest';
import type { InterpolatedDocument } from './interpolated-document';
import { mergeModels, mergeServices } from './merging/merge';
import { keepUniqueItems } from './merging/unique-items';
import { emptyModel, type Model, modelAt } from './model';
import { readDocuments, removeValues, type Scope } from './document-reading';
import { absolutePath } from './project-files';
import { resolvePaths } from './relative-paths';
import type { Session } from './session';
import { writeOutShortForms } from './short-forms/long-forms';

/** Longest chain of services that extend each other. */
const LONGEST = 100;

/** File whose services extend others. */
interface Extending {
  readonly path: string;
  /** Folder to which the paths in `extends` refer. */
  readonly folder: string;
  readonly services: Model;
  readonly removed: ReadonlyArray<InterpolatedDocument>;
}

/** Merges each service of a document into the one that it extends. */
export function extendServices(
  model: Model,
  document: InterpolatedDocument,
  path: string,
  scope: Scope,
  session: Session,
): void {
  new Extension(scope, session).run(model, document, path);
}

class Extension {
  /** Files with extended services, by path. */
  private readonly bases = new Map<string, Extending>();

  constructor(
    private readonly scope: Scope,
    private readonly session: Session,
  ) {}

  public run(model: Model, document: InterpolatedDocument, path: string): void {
    for (const kind of ['services', 'jobs']) {
      const services = modelAt(model, kind);
      if (!services) continue;
      const file: Extending = { path, folder: this.scope.folder, services, removed: [document] };
      for (const name of Object.keys(services)) this.extend(name, file, []);
    }
  }

  /** Merges a service into the one that it extends. @param chain services that led here, with their files */
  private extend(name: string, file: Extending, chain: ReadonlyArray<string>): void {
    const { services } = file;
    const service = modelAt(services, name);
    const extended = service?.['extends'];
    if (!service || extended === undefined || extended === null) return;
    const step = `${this.session.files.nameOf(file.path)}: ${name}`;
    if (chain.includes(step))
      return this.report(file, name, `extends itself: ${[...chain, step].join(', which extends ')}`);
    if (chain.length >= LONGEST) return this.report(file, name, `extends a chain of more than ${LONGEST} services`);
    const target = targetOf(extended);
    // the schema reports another form
    if (!target) return;
    const from = target.file === undefined ? file : this.fileOf(target.file, name, file);
    if (!from) return;
    if (!isObject(from.services[target.service]))
      return this.report(
        file,
        name,
        `extends ${quote(target.service)}, which is not a service of ${this.session.files.nameOf(from.path)}${didYouMean(target.service, Object.keys(from.services))}`,
      );
    this.extend(target.service, from, [...chain, step]);
    const base = this.session.copy(from.services[target.service] as Model);
    if (!base) return this.report(file, name, 'copies too many values: extend smaller services');
    for (const removed of file.removed) removeValues({ services: { [name]: base } }, removed);
    delete service['extends'];
    delete base['extends'];
    services[name] = mergeServices(name, base, service, this.session.origins, (at, message) =>
      this.session.report({ services }, at, message, this.session.files.nameOf(file.path)),
    );
  }

  /** Reads a file with extended services. Its own `include` and its other services do not count. */
  private fileOf(path: string, name: string, by: Extending): Extending | undefined {
    const absolute = absolutePath(by.folder, path);
    const known = this.bases.get(absolute);
    if (known) return known;
    const { session } = this;
    const { files, origins, problems } = session;
    if (!files.has(absolute)) {
      this.report(by, name, `extends a service of the file ${quote(path)}, which does not exist`);
      return undefined;
    }
    const model = emptyModel();
    const documents = readDocuments(absolute, this.scope.environment, session);
    for (const document of documents) {
      const report = (at: ReadonlyArray<string>, message: string): void =>
        session.report(document.model, at, message, files.nameOf(absolute));
      removeValues(model, document);
      mergeModels(model, document.model, origins, report);
      keepUniqueItems(model, origins);
      writeOutShortForms(model, origins, report);
      keepUniqueItems(model, origins);
    }
    problems.throwIfAny();
    const services = modelAt(model, 'services');
    if (!services) {
      this.report(by, name, `extends a service of the file ${quote(path)}, which has no services`);
      return undefined;
    }
    const folder = dirname(absolute);
    resolvePaths(model, folder);
    const base = { path: absolute, folder, services, removed: documents };
    this.bases.set(absolute, base);
    return base;
  }

  private report({ path, services }: Extending, name: string, message: string): void {
    const { origins, problems, files } = this.session;
    const service = modelAt(services, name) ?? {};
    const place = origins.place(service, 'extends') ?? { file: files.nameOf(path), line: 1 };
    problems.add(place, `services.${name}.extends ${message}`);
  }
}

function targetOf(value: unknown): { readonly service: string; readonly file?: string } | undefined {
  if (typeof value === 'string') return { service: value };
  if (!isObject(value) || typeof value['service'] !== 'string') return undefined;
  const { service, file } = value;
  return typeof file === 'string' ? { service, file } : { service };
}
