import { annotationsOf, isObject, listAt, objectAt, type Manifest } from '../../kubernetes/manifest';
import { readJson } from '../../kubernetes/read-json';
import { readYamlDocuments } from '../../kubernetes/yaml/yaml-stream';
import { writeYaml } from '../../kubernetes/yaml/write-yaml';
import { appOf, objectName } from './package-objects';
import { ProgramError, runProgram } from './program';

/** Objects of a cluster by `objectName`, with the app of each. Undefined if an object belongs to no app. */
export type ClusterObjects = ReadonlyMap<string, string | undefined>;

/** Cluster that kubectl reaches. */
export class Cluster {
  /** Returns those of some objects that exist in the cluster. */
  public async find(text: string): Promise<ClusterObjects> {
    const output = await kubectl(['get', '--ignore-not-found', '--output', 'json', '--filename', '-'], text);
    const answer = output.trim() === '' ? undefined : answerOf(output);
    if (!isObject(answer)) return new Map();
    const objects = answer['kind'] === 'List' ? listAt(answer, 'items') : [answer];
    // an object without a namespace is in the namespace of kubectl's context
    const unplaced = new Set(
      objectsOf(text)
        .filter((object) => objectAt(object, 'metadata')['namespace'] === undefined)
        .map(objectName),
    );
    return new Map(
      objects.filter(isObject).flatMap((object): [string, string | undefined][] => {
        const app = appOf(annotationsOf(object));
        const alias = objectName(withoutNamespace(object));
        return [...new Set([objectName(object), ...(unplaced.has(alias) ? [alias] : [])])].map((name) => [name, app]);
      }),
    );
  }

  /** Applies objects. */
  public async apply(text: string): Promise<void> {
    await kubectl(['apply', '--server-side', '--field-manager', 'secure-edge', '--filename', '-'], text);
  }

  /** Deletes objects. Missing objects are ignored. */
  public async delete(text: string): Promise<void> {
    await kubectl(['delete', '--ignore-not-found', '--filename', '-'], text);
  }

  /** Deletes those of some objects that did not exist before. */
  public async deleteNew(text: string, before: ReadonlySet<string>): Promise<void> {
    const brought = objectsOf(text).filter((object) => !before.has(objectName(object)));
    if (brought.length > 0) await this.delete(brought.map((object) => writeYaml(object)).join('---\n'));
  }
}

function withoutNamespace(object: Manifest): Manifest {
  return { ...object, metadata: { ...objectAt(object, 'metadata'), namespace: undefined } };
}

function answerOf(text: string): unknown {
  try {
    return readJson(text);
  } catch (error) {
    throw new ProgramError(`kubectl get returned an answer that ${(error as Error).message}`);
  }
}

function objectsOf(text: string): Manifest[] {
  return readYamlDocuments(text) as Manifest[];
}

function kubectl(args: ReadonlyArray<string>, text: string): Promise<string> {
  return runProgram(['kubectl', ...args], [text]);
}
