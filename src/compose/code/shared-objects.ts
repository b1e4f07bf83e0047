import type { Name, ObjectExpression, Statement } from './expression';
import type { UniqueNames } from './unique-names';

/** Object that an app refers to. */
export interface SharedObject {
  readonly className: string;
  /** Id of the construct, if no other construct has it. */
  readonly id: string;
  /** Word after the id if another construct has it. */
  readonly suffix: string;
  readonly props: ObjectExpression;
  readonly comments?: ReadonlyArray<string>;
}

/** Objects that the apps of a project refer to, each one once. */
export class SharedObjects {
  private readonly created = new Map<string, Name>();
  private readonly all: Statement[] = [];

  constructor(
    private readonly names: UniqueNames,
    /** Variable of the construct that contains the objects. Undefined for the chart. */
    private readonly scope: string | undefined,
  ) {}

  /** Returns the object with a key, and creates it if it does not exist yet. */
  public get(key: string, create: () => SharedObject): Name {
    const known = this.created.get(key);
    if (known !== undefined) return known;
    const { id, suffix, ...object } = create();
    const name: Name = { type: 'name', name: this.names.nameFor(id, suffix) };
    this.created.set(key, name);
    // an app, or an object of the same name, can be in the same scope
    this.all.push({
      type: 'create',
      name: name.name,
      id: name.name,
      ...(this.scope !== undefined && { scope: this.scope }),
      ...object,
    });
    return name;
  }

  public get statements(): ReadonlyArray<Statement> {
    return this.all;
  }
}
