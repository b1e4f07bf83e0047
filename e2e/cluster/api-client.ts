import { readFileSync } from 'node:fs';
import { Agent, request } from 'node:https';
import { ApiServer } from './api-server';

/** Object of the API. */
export interface ApiObject {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: {
    readonly name: string;
    readonly namespace?: string;
    readonly [key: string]: unknown;
  };
  readonly [key: string]: unknown;
}

/** Answer of an API server to a request. */
export interface Answer {
  /** HTTP status. */
  readonly status: number;
  /** Message of an error. Empty if the request succeeded. */
  readonly message: string;
  /** Warnings. */
  readonly warnings: readonly string[];
  readonly body: unknown;
}

interface ApiResource {
  readonly name: string;
  readonly kind: string;
  readonly namespaced: boolean;
}

interface Call {
  readonly method: string;
  readonly path: string;
  readonly query?: Readonly<Record<string, string>>;
  readonly contentType?: string;
  readonly content?: unknown;
}

/** Number of connections that keeps both sides busy. */
const CONNECTIONS = 8;
const LONGEST_CALL = 60_000;

/** Options with which the server rejects unknown and duplicate fields. A dry run includes all of admission. */
const STRICT = { fieldValidation: 'Strict' };
const DRY_RUN = { ...STRICT, dryRun: 'All' };

/** Client of an API server with an administrator's rights, which sends its requests without another program. */
export class ApiClient {
  private readonly agent: Agent;
  private readonly resources = new Map<string, Promise<readonly ApiResource[]>>();

  /** Reads the certificate of the server, which must already have started. */
  constructor(private readonly server: ApiServer) {
    this.agent = new Agent({ keepAlive: true, maxSockets: CONNECTIONS, ca: readFileSync(server.certificate) });
  }

  public close(): void {
    this.agent.destroy();
  }

  /** Creates an object. */
  public create(object: ApiObject): Promise<Answer> {
    return this.post(object, STRICT);
  }

  /** Returns the server's answer to a dry run that creates an object. */
  public tryCreate(object: ApiObject): Promise<Answer> {
    return this.post(object, DRY_RUN);
  }

  /** Applies an object as `kubectl apply --server-side --validate=strict` does. */
  public async apply(object: ApiObject): Promise<Answer> {
    return this.call({
      method: 'PATCH',
      path: await this.pathOf(object, object.metadata.name),
      query: { ...STRICT, fieldManager: 'cdk8s-secure-edge' },
      contentType: 'application/apply-patch+yaml',
      content: object,
    });
  }

  /** Returns the server's answer to a dry run that changes a part of an object, such as `ephemeralcontainers`. */
  public async tryPatch(object: ApiObject, part: string, patch: unknown): Promise<Answer> {
    return this.change(object, part, patch, DRY_RUN);
  }

  /** Changes a part of an object, such as `status`. */
  public async patch(object: ApiObject, part: string, patch: unknown): Promise<Answer> {
    return this.change(object, part, patch, STRICT);
  }

  /** @throws Error if the server does not have the object */
  public async get(path: string): Promise<unknown> {
    const { status, body, message } = await this.call({ method: 'GET', path });
    if (status !== 200) throw new Error(`${path}: ${message}`);
    return body;
  }

  /** Returns true if objects of its kind are in a namespace. @throws Error if the server does not have the kind */
  public async isNamespaced({ apiVersion, kind }: ApiObject): Promise<boolean> {
    return (await this.resourceOf(apiVersion, kind)).namespaced;
  }

  private async change(
    object: ApiObject,
    part: string,
    patch: unknown,
    query: Readonly<Record<string, string>>,
  ): Promise<Answer> {
    return this.call({
      method: 'PATCH',
      path: `${await this.pathOf(object, object.metadata.name)}/${part}`,
      query,
      contentType: 'application/strategic-merge-patch+json',
      content: patch,
    });
  }

  private async post(object: ApiObject, query: Readonly<Record<string, string>>): Promise<Answer> {
    return this.call({ method: 'POST', path: await this.pathOf(object), query, content: object });
  }

  /** Returns the path at which an object is created, or the path of an existing object. @throws Error if the server does not have its kind */
  private async pathOf({ apiVersion, kind, metadata }: ApiObject, name?: string): Promise<string> {
    const resource = await this.resourceOf(apiVersion, kind);
    const namespace = resource.namespaced ? `/namespaces/${metadata.namespace ?? 'default'}` : '';
    return `${rootOf(apiVersion)}${namespace}/${resource.name}${name === undefined ? '' : `/${name}`}`;
  }

  private async resourceOf(apiVersion: string, kind: string): Promise<ApiResource> {
    const root = rootOf(apiVersion);
    const resources = await this.resourcesOf(root);
    const resource = resources.find((each) => each.kind === kind && !each.name.includes('/'));
    if (resource !== undefined) return resource;
    // a kind that is missing now can exist later, so it is not remembered
    this.resources.delete(root);
    throw new Error(`the server does not have the kind ${kind} in ${apiVersion}`);
  }

  private resourcesOf(root: string): Promise<readonly ApiResource[]> {
    const known = this.resources.get(root);
    if (known !== undefined) return known;
    const asked = this.get(root).then((list) => (list as { readonly resources: readonly ApiResource[] }).resources);
    this.resources.set(root, asked);
    asked.catch(() => this.resources.delete(root));
    return asked;
  }

  private call({ method, path, query = {}, contentType = 'application/json', content }: Call): Promise<Answer> {
    const parameters = new URLSearchParams(query).toString();
    return new Promise((resolve, reject) => {
      const outgoing = request(
        {
          agent: this.agent,
          host: '127.0.0.1',
          port: this.server.port,
          method,
          path: parameters === '' ? path : `${path}?${parameters}`,
          timeout: LONGEST_CALL,
          headers: { authorization: `Bearer ${this.server.tokens[0]}`, 'content-type': contentType },
        },
        (incoming) => {
          let text = '';
          incoming.setEncoding('utf8').on('data', (part: string) => (text += part));
          incoming.on('error', reject);
          incoming.on('end', () => {
            const body = parsed(text);
            const status = incoming.statusCode ?? 0;
            const { message = text } = body as { readonly message?: string };
            const warnings = warningsIn(incoming.headers.warning);
            resolve({ status, message: status < 300 ? '' : message, warnings, body });
          });
        },
      );
      outgoing.on('timeout', () => outgoing.destroy(new Error(`${method} ${path}: no answer`)));
      outgoing.on('error', reject);
      outgoing.end(content === undefined ? undefined : JSON.stringify(content));
    });
  }
}

function rootOf(apiVersion: string): string {
  return apiVersion.includes('/') ? `/apis/${apiVersion}` : `/api/${apiVersion}`;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return {};
  }
}

/** Returns the texts in a header such as `299 - "one", 299 - "two"`. */
function warningsIn(header = ''): string[] {
  return [...header.matchAll(/299 - "((?:[^"\\]|\\.)*)"/g)].map(([, text = '']) => text.replace(/\\(.)/g, '$1'));
}
