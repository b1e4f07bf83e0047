import { quote } from '../../diagnostics/input-error';
import { isObject } from '../../kubernetes/manifest';
import type { InterpolatedDocument } from './interpolated-document';
import { emptyModel, type Model, modelAt } from './model';
import type { Session } from './session';
import { FormError } from './short-forms/form-error';
import { mountOf } from './short-forms/mount';

/** Names of logging options and of the driver in `logging`. */
const LOGGING = [
  ['log_driver', 'driver'],
  ['log_opt', 'options'],
] as const;

/**
 * Writes the keys that files of version 1 and 2 have as the keys of today, and declares the named volumes of version 1. Each
 * is a note of the session.
 *
 * Source: the Compose file references of version 1 and 2.
 */
export function writeOldKeysAsNew({ model, isVersion1 }: InterpolatedDocument, session: Session, file: string): void {
  const services = modelAt(model, 'services');
  if (!services) return;
  for (const [name, service] of Object.entries(services))
    if (isObject(service)) new OldService(name, service, model, session, file).write(isVersion1);
}

class OldService {
  constructor(
    private readonly name: string,
    private readonly service: Model,
    private readonly model: Model,
    private readonly session: Session,
    private readonly file: string,
  ) {}

  public write(isVersion1: boolean): void {
    this.writeNet();
    for (const [old, key] of LOGGING) this.writeInto('logging', old, key);
    this.writeDockerfile();
    this.writeLinks();
    if (isVersion1 || Object.hasOwn(this.service, 'volume_driver')) this.writeVolumes(isVersion1);
  }

  /** `net: container:web` means the service of this name, if there is one. */
  private writeNet(): void {
    const net = this.service['net'];
    if (typeof net !== 'string') return;
    const target = /^container:(.+)$/.exec(net)?.[1];
    const isService = target !== undefined && Object.hasOwn(modelAt(this.model, 'services') ?? {}, target);
    this.rename('net', 'network_mode', isService ? `service:${target}` : net);
  }

  private writeInto(parent: string, old: string, key: string): void {
    const value = this.service[old];
    if (value === undefined) return;
    const mapping = modelAt(this.service, parent) ?? emptyModel();
    if (mapping[key] !== undefined) return this.report(old, `and ${parent}.${key} are both set: delete ${old}`);
    mapping[key] = value;
    this.session.origins.move(this.service, old, mapping, key);
    this.rename(old, parent, mapping);
  }

  private writeDockerfile(): void {
    const { build } = this.service;
    if (typeof build === 'string' && this.service['dockerfile'] !== undefined) {
      const mapping = Object.assign(emptyModel(), { context: build });
      this.session.origins.move(this.service, 'build', mapping, 'context');
      this.service['build'] = mapping;
    }
    if (this.service['build'] !== undefined) this.writeInto('build', 'dockerfile', 'dockerfile');
  }

  /** Links can be a mapping of aliases. */
  private writeLinks(): void {
    const { links } = this.service;
    if (!isObject(links)) return;
    const list: string[] = [];
    this.session.origins.replace(links, list);
    for (const [service, alias] of Object.entries(links)) {
      list.push(typeof alias === 'string' ? `${service}:${alias}` : service);
      this.session.origins.move(links, service, list, list.length - 1);
    }
    this.service['links'] = list;
    this.note('links', 'is a mapping: it is read as a list of SERVICE:ALIAS');
  }

  /** Gives the named volumes a driver. Those of version 1 need no declaration. */
  private writeVolumes(isVersion1: boolean): void {
    const driver = this.service['volume_driver'];
    const volumes = modelAt(this.model, 'volumes') ?? emptyModel();
    for (const name of this.namedVolumes()) {
      if (!isVersion1 && !Object.hasOwn(volumes, name)) continue;
      const volume = modelAt(volumes, name) ?? emptyModel();
      if (driver !== undefined) volume['driver'] ??= driver;
      volumes[name] = volume;
      this.model['volumes'] = volumes;
    }
    if (driver === undefined) return;
    delete this.service['volume_driver'];
    this.note('volume_driver', 'is a key of an old version: it is read as the driver of the named volumes');
  }

  private namedVolumes(): string[] {
    const { volumes } = this.service;
    const mounts = (Array.isArray(volumes) ? volumes : []).flatMap((text) => {
      try {
        return typeof text === 'string' ? [mountOf(text)] : [];
      } catch (error) {
        // reported where the short form is written out
        if (error instanceof FormError) return [];
        throw error;
      }
    });
    return mounts.flatMap(({ type, source }) => (type === 'volume' && typeof source === 'string' ? [source] : []));
  }

  private rename(old: string, key: string, value: unknown): void {
    const isSet = this.service[key] !== undefined && !isObject(value);
    if (isSet) return this.report(old, `and ${key} are both set: delete ${old}`);
    this.session.origins.move(this.service, old, this.service, key);
    this.service[key] = value;
    delete this.service[old];
    this.note(key, `is ${quote(old)} in the file, a key of an old version`);
  }

  private note(key: string, message: string): void {
    const { origins, notes } = this.session;
    const place = origins.place(this.service, key) ?? { file: this.file, line: 1 };
    notes.push({ place, message: `services.${this.name}.${key} ${message}` });
  }

  private report(key: string, message: string): void {
    this.session.report(this.model, ['services', this.name, key], message, this.file);
  }
}
