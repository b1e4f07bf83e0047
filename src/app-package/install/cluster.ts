import { isObject, listAt, type Manifest } from '../../kubernetes/manifest';
import { readYamlDocuments } from '../../kubernetes/yaml-stream';
import { writeYaml } from '../../kubernetes/write-yaml';
import { objectName } from './plan-installation';
import { runProgram } from './program';

/** The cluster that kubectl reaches. */
export class Cluster {
  /** Which of some objects it has, by their names. */
  public async has(text: string): Promise<Set<string>> {
    const said = await kubectl(['get', '--ignore-not-found', '--output', 'json', '--filename', '-'], text);
    const answer: unknown = said.trim() === '' ? undefined : JSON.parse(said);
    if (!isObject(answer)) return new Set();
    const objects = answer['kind'] === 'List' ? listAt(answer, 'items') : [answer];
    return new Set(objects.filter(isObject).map(objectName));
  }

  public async hasAll(text: string): Promise<boolean> {
    const there = await this.has(text);
    return objectsOf(text).every((object) => there.has(objectName(object)));
  }

  public async apply(text: string): Promise<void> {
    await kubectl(['apply', '--server-side', '--field-manager', 'secure-edge', '--filename', '-'], text);
  }

  public async delete(text: string): Promise<void> {
    await kubectl(['delete', '--ignore-not-found', '--filename', '-'], text);
  }

  /** Deletes those of some objects that were not there before. */
  public async deleteNew(text: string, before: ReadonlySet<string>): Promise<void> {
    const brought = objectsOf(text).filter((object) => !before.has(objectName(object)));
    if (brought.length > 0) await this.delete(brought.map((object) => writeYaml(object)).join('---\n'));
  }
}

function objectsOf(text: string): Manifest[] {
  return readYamlDocuments(text) as Manifest[];
}

function kubectl(args: ReadonlyArray<string>, text: string): Promise<string> {
  return runProgram(['kubectl', ...args], [text]);
}
