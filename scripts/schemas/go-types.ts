import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { command } from '../lib/command';

/** Facts about Kubernetes' types that its OpenAPI schemas do not contain. */
export interface GoTypes {
  /** Kinds outside namespaces, as `group/kind`. */
  readonly clusterScoped: ReadonlySet<string>;
  /** Allowed values of each type that is marked as an enumeration, by package and name, such as `core.v1.PullPolicy`. */
  readonly enums: ReadonlyMap<string, ReadonlyArray<string>>;
  /** Type of each field with a named type, by `package.Type.field`. */
  readonly fields: ReadonlyMap<string, string>;
}

/**
 * Reads the types of a Go module with Kubernetes' API.
 * @param module such as `k8s.io/api@v0.37.2`
 * @param folder folder of the groups within the module
 */
export function goTypes(module: string, folder: string): GoTypes {
  const clusterScoped = new Set<string>();
  const enums = new Map<string, string[]>();
  const fields = new Map<string, string>();
  const root = join(moduleFolder(module), folder);
  for (const file of readdirSync(root, { recursive: true, encoding: 'utf8' })) {
    const place = /^([a-z]+)\/(v\d+[a-z0-9]*)\/(types|register)\.go$/.exec(file);
    if (place?.[3] !== 'types') continue;
    const name = `${place[1]}.${place[2]}`;
    const text = readFileSync(join(root, file), 'utf8');
    const register = readFileSync(join(root, place[1]!, place[2]!, 'register.go'), 'utf8');
    const group = /GroupName = "([^"]*)"/.exec(register)?.[1] ?? '';
    for (const [, kind] of text.matchAll(/\+genclient:nonNamespaced\n(?:(?:\s*\/\/.*)?\n)*type (\w+) struct/g))
      clusterScoped.add(`${group}/${kind}`);
    readEnums(name, text, enums);
    readFields(name, text, fields);
  }
  return { clusterScoped, enums, fields };
}

/** Downloads a Go module, and returns its folder. */
export function moduleFolder(module: string): string {
  const { Dir } = JSON.parse(
    command('go', ['mod', 'download', '-json', module], {
      env: { ...process.env, GOFLAGS: '-mod=mod', GOWORK: 'off' },
    }),
  ) as { Dir: string };
  return Dir;
}

/** Adds the types with the marker `+enum`, and the constants of each. */
function readEnums(name: string, text: string, enums: Map<string, string[]>): void {
  for (const [, type] of text.matchAll(/\/\/ ?\+enum\n(?:\/\/.*\n)*type (\w+) string/g)) {
    const constants = [...text.matchAll(new RegExp(`^\\s*(?:const )?\\w+\\s+${type} = "([^"]*)"`, 'gm'))].map(
      (c) => c[1]!,
    );
    if (constants.length > 0) enums.set(`${name}.${type}`, [...new Set(constants)].sort());
  }
}

function readFields(name: string, text: string, fields: Map<string, string>): void {
  const aliases = new Map(
    [...text.matchAll(/^\s*(\w+)? ?"k8s\.io\/api\/(\w+)\/(\w+)"/gm)].map(([, alias, group, version]) => [
      alias ?? version!,
      `${group}.${version}`,
    ]),
  );
  for (const [, struct, body] of text.matchAll(/^type (\w+) struct \{\n([\s\S]*?)^\}/gm)) {
    for (const [, type, json] of body!.matchAll(/^\s*\w+\s+([\w.*[\]]+)\s+`json:"([^",]+)/gm)) {
      const named = /^(?:\*|\[\])*(?:(\w+)\.)?([A-Z]\w*)$/.exec(type!);
      const home = named?.[1] === undefined ? name : aliases.get(named[1]);
      if (named && home !== undefined) fields.set(`${name}.${struct}.${json}`, `${home}.${named[2]}`);
    }
  }
}
