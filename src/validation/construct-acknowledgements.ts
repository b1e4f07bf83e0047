import { ApiObject } from 'cdk8s';
import type { IConstruct } from 'constructs';
import { InputError } from '../diagnostics/input-error';
import { withAnnotation, type Manifest } from '../kubernetes/manifest';
import {
  ACKNOWLEDGE_ANNOTATION,
  acknowledgementsOf,
  renderAcknowledgements,
  type Acknowledgement,
} from '../kubernetes/acknowledgement';
import type { Finding } from '../policy/finding';

interface Entry {
  readonly construct: IConstruct;
  readonly acknowledgement: Acknowledgement;
}

/** Acknowledgements of constructs. Each is written into the manifests of the objects in the construct that have its finding. */
export class ConstructAcknowledgements {
  private readonly entries: Entry[] = [];
  private readonly byObject = new Map<IConstruct, Acknowledgement[]>();
  private readonly rendering = new WeakSet<IConstruct>();

  public get isEmpty(): boolean {
    return this.entries.length === 0;
  }

  public add(construct: IConstruct, acknowledgement: Acknowledgement): void {
    this.entries.push({ construct, acknowledgement });
  }

  /** Removes all acknowledgements from the manifests, so that a check reports every finding. */
  public clear(): void {
    this.byObject.clear();
  }

  /** Writes each acknowledgement into the objects that have its finding, or into the first object if none has it. */
  public write(findings: ReadonlyArray<Finding>): void {
    for (const { construct, acknowledgement } of this.entries) {
      const objects = construct.node.findAll().filter((each) => ApiObject.isApiObject(each));
      const needing = new Set(
        findings.filter((finding) => isAbout(acknowledgement, finding)).map((f) => f.constructPath),
      );
      const matched = objects.filter((object) => needing.has(object.node.path));
      for (const object of matched.length > 0 ? matched : objects.slice(0, 1)) {
        this.byObject.set(object, [...(this.byObject.get(object) ?? []), acknowledgement]);
        this.annotate(object);
      }
    }
  }

  private annotate(object: ApiObject): void {
    if (this.rendering.has(object)) return;
    this.rendering.add(object);
    const render = object.toJson.bind(object) as () => Manifest;
    object.toJson = (): Manifest => annotated(render(), this.byObject.get(object) ?? []);
  }
}

function isAbout({ rule, container }: Acknowledgement, finding: Finding): boolean {
  return (
    finding.acknowledged === undefined &&
    finding.rule === rule &&
    (container === undefined || finding.container === container)
  );
}

function annotated(manifest: Manifest, added: ReadonlyArray<Acknowledgement>): Manifest {
  const own = added.length === 0 ? undefined : readable(manifest);
  if (own === undefined) return manifest;
  return withAnnotation(manifest, ACKNOWLEDGE_ANNOTATION, renderAcknowledgements([...own, ...added]));
}

/** Returns the acknowledgements in a manifest; undefined if they cannot be read, which is a finding. */
function readable(manifest: Manifest): Acknowledgement[] | undefined {
  try {
    return acknowledgementsOf(manifest);
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    return undefined;
  }
}
