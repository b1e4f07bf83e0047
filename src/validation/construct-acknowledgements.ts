import { ApiObject } from 'cdk8s';
import type { IConstruct } from 'constructs';
import { InputError } from '../diagnostics/input-error';
import { withAnnotation, type Manifest } from '../kubernetes/manifest';
import {
  ACKNOWLEDGE_ANNOTATION,
  acknowledgementsOf,
  renderAcknowledgements,
  Acknowledgement,
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

  /**
   * Writes each acknowledgement into the objects that have its finding, with the container and the value of the finding. If no
   * object has it, writes it into the first one, where it is reported as unused.
   */
  public write(findings: ReadonlyArray<Finding>): void {
    const byObject = new Map<string | undefined, Finding[]>();
    for (const finding of findings) {
      const own = byObject.get(finding.constructPath);
      if (own) own.push(finding);
      else byObject.set(finding.constructPath, [finding]);
    }
    const taken = new Set<Finding>();
    for (const { construct, acknowledgement } of this.entries) {
      const objects = construct.node.findAll().filter((each) => ApiObject.isApiObject(each));
      const matched = objects.flatMap((object) => {
        const open = (byObject.get(object.node.path) ?? []).filter((each) => !taken.has(each));
        const finding = open.find((each) => isAbout(acknowledgement, each));
        return finding === undefined ? [] : [{ object, finding }];
      });
      for (const { object, finding } of matched) {
        taken.add(finding);
        this.addTo(object, named(acknowledgement, finding));
      }
      const [first] = objects;
      if (matched.length === 0 && first !== undefined) this.addTo(first, acknowledgement);
    }
  }

  private addTo(object: ApiObject, acknowledgement: Acknowledgement): void {
    this.byObject.set(object, [...(this.byObject.get(object) ?? []), acknowledgement]);
    this.annotate(object);
  }

  private annotate(object: ApiObject): void {
    if (this.rendering.has(object)) return;
    this.rendering.add(object);
    const render = object.toJson.bind(object) as () => Manifest;
    object.toJson = (): Manifest => annotated(render(), this.byObject.get(object) ?? []);
  }
}

function isAbout({ rule, container, value }: Acknowledgement, finding: Finding): boolean {
  return (
    finding.acknowledged === undefined &&
    finding.rule === rule &&
    (container === undefined || finding.container === container) &&
    (value === undefined || finding.value === value)
  );
}

/** Returns an acknowledgement of one finding only. */
function named(acknowledgement: Acknowledgement, { container, value }: Finding): Acknowledgement {
  return new Acknowledgement({ ...acknowledgement, container, value });
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
