/**
 * Expression of a cdk8s app, as data. The same expressions are evaluated to constructs and printed as TypeScript, so both
 * outputs of a conversion have the same manifests.
 */
export type Expression = Literal | ObjectExpression | ListExpression | Call | Member | Name;

/** Text, number, boolean or null, or plain JSON. */
export interface Literal {
  readonly type: 'literal';
  readonly value: unknown;
}

/** Object whose properties are expressions. A comment is printed before its property. */
export interface ObjectExpression {
  readonly type: 'object';
  readonly properties: ReadonlyArray<{ readonly name: string; readonly value: Expression; readonly comment?: string }>;
}

export interface ListExpression {
  readonly type: 'list';
  readonly items: ReadonlyArray<Expression>;
}

/** Call of a static factory of the library, such as `Probe.httpGet`, or of a constructor, such as `new DataVolume`. */
export interface Call {
  readonly type: 'call';
  /** Name of an export of the library or of cdk8s, with a method for a factory. */
  readonly callee: string;
  readonly isNew: boolean;
  readonly args: ReadonlyArray<Expression>;
}

/** Member of an export, such as `Capability.SYS_TIME`. */
export interface Member {
  readonly type: 'member';
  readonly path: string;
}

/** Name of a construct that an earlier statement created. */
export interface Name {
  readonly type: 'name';
  readonly name: string;
}

/** Statement of an app: creates a construct, or calls a method of one. */
export type Statement = Creation | Invocation;

interface StatementOfService {
  /** Service of the compose file that the statement is about. What is lost of it is printed as comments of the statement. */
  readonly service?: string;
  readonly comments?: ReadonlyArray<string>;
}

export interface Creation extends StatementOfService {
  readonly type: 'create';
  /** Name of the construct in the statements. It need not be an identifier. */
  readonly name: string;
  /** Class of the construct. */
  readonly className: string;
  /** Name of the construct that contains it. Undefined for the chart. */
  readonly scope?: string;
  readonly id: string;
  readonly props: ObjectExpression;
}

export interface Invocation extends StatementOfService {
  readonly type: 'invoke';
  /** Name of the construct whose method is called. */
  readonly name: string;
  readonly method: string;
  readonly args: ReadonlyArray<Expression>;
}
