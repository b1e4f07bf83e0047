import type { LooksAt } from './looks-at';
import type { ContainerSubject } from './subject/container-subject';
import type { ObjectSubject } from './subject/object-subject';
import type { PodSubject } from './subject/pod-subject';

type Json = { readonly [key: string]: unknown };

/** Subjects of one scope, of which those are selected that a rule can find something in. Each selection is made once. */
export class SelectedSubjects<S> {
  public static ofObjects(objects: ReadonlyArray<ObjectSubject>): SelectedSubjects<ObjectSubject> {
    return new SelectedSubjects(objects, ({ kind }) => ({ kind }));
  }

  public static ofPods(pods: ReadonlyArray<PodSubject>): SelectedSubjects<PodSubject> {
    return new SelectedSubjects(pods, ({ spec }) => ({ fields: spec }));
  }

  public static ofContainers(containers: ReadonlyArray<ContainerSubject>): SelectedSubjects<ContainerSubject> {
    return new SelectedSubjects(containers, ({ json }) => ({ fields: json }));
  }

  private readonly selections = new Map<string, ReadonlyArray<S>>();

  private constructor(
    private readonly all: ReadonlyArray<S>,
    private readonly partsOf: (subject: S) => { readonly kind?: string; readonly fields?: Json },
  ) {}

  /** Returns the subjects that a rule looks at. */
  public for({ kinds, fields }: LooksAt = {}): ReadonlyArray<S> {
    if (kinds === undefined && fields === undefined) return this.all;
    const key = JSON.stringify([kinds, fields]);
    const before = this.selections.get(key);
    if (before !== undefined) return before;
    const selected = this.all.filter((subject) => {
      const { kind = '', fields: json = {} } = this.partsOf(subject);
      return kinds?.includes(kind) !== false && fields?.some((field) => Object.hasOwn(json, field)) !== false;
    });
    this.selections.set(key, selected);
    return selected;
  }
}
