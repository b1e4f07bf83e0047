import type { ChartPlan } from '../code/chart-plan';
import type { Expression, Statement } from '../code/expression';
import { call, literal, member, nameOf, object, partsOf } from '../code/expressions';
import { CDK8S } from '../code/library';
import type { LossEntry } from '../loss-report';
import type { Target } from '../../kubernetes/target';
import { NodeAppArmor } from '../../kubernetes/target';
import { commentLines } from './comment';
import { Constants, expressionsOf } from './constants';
import { ExpressionLayout } from './expression-layout';
import { Identifiers } from './identifiers';
import { group, hardLine, ifBroken, indent, joined, line, sequence, type Layout, type Sequence } from './layout';
import { LossComments } from './loss-comments';
import { isTemplate, quotedText, templateText } from './source-text';
import { writeLayout } from './write-layout';

/** Returns the TypeScript of a cdk8s app with the chart of a plan, with what is lost as comments. */
export function printApp(plan: ChartPlan, entries: ReadonlyArray<LossEntry>): string {
  return new AppPrinter(plan, new LossComments(entries)).print();
}

class AppPrinter {
  private readonly className: string;
  private readonly variables = new Map<string, string>();
  private readonly constants: Constants;
  private readonly layout: ExpressionLayout;
  /** Constructs that another statement refers to. */
  private readonly referenced: ReadonlySet<string>;
  private readonly target: Expression;
  private readonly imported: ReadonlyArray<string>;
  private readonly commented = new Set<string>();

  constructor(
    private readonly plan: ChartPlan,
    private readonly losses: LossComments,
  ) {
    const { statements } = plan;
    this.target = targetOf(plan.target);
    const expressions = statements.flatMap(expressionsOf);
    const exports = new Set(['Target', ...[this.target, ...expressions].flatMap(exportsIn)]);
    for (const statement of statements) if (statement.type === 'create') exports.add(statement.className);
    this.imported = [...exports].sort();
    const identifiers = new Identifiers([...this.imported, 'App', 'Chart', 'Construct']);
    this.className = identifiers.className(plan.name);
    this.constants = new Constants(plan.name, statements, identifiers);
    for (const { type, name } of statements)
      if (type === 'create') this.variables.set(name, identifiers.variable(name));
    this.referenced = new Set(statements.flatMap(referencesOf));
    this.layout = new ExpressionLayout((expression) =>
      expression.type === 'name' ? this.variableOf(expression.name) : this.constants.nameFor(expression),
    );
  }

  public print(): string {
    const parts = [
      this.imports(),
      ...this.definitions(),
      this.chart(),
      lines([
        'const app = new App();',
        sequence(`new ${this.className}`, this.layout.args([APP, literal(this.plan.name)]), ';'),
        'app.synth();',
      ]),
    ];
    return `${writeLayout(joined(sequence(hardLine, hardLine), parts))}\n`;
  }

  private imports(): Layout {
    const ofCdk8s = ['App', 'Chart', ...this.imported.filter((name) => Object.hasOwn(CDK8S, name))].sort();
    const ofLibrary = this.imported.filter((name) => !Object.hasOwn(CDK8S, name));
    return lines([
      importOf(ofCdk8s, 'cdk8s'),
      importOf(ofLibrary, 'cdk8s-secure-edge'),
      "import type { Construct } from 'constructs';",
    ]);
  }

  /** Constants: each text of several lines, and the others together. */
  private definitions(): Layout[] {
    const definitions: (string | Sequence)[] = [];
    let together: Layout[] = [];
    for (const { name, value } of this.constants.all) {
      const text = value.type === 'literal' ? String(value.value) : '';
      if (!isTemplate(text)) {
        together.push(sequence(this.layout.definition(`const ${name} =`, value), ';'));
        continue;
      }
      definitions.push(lines(together), `const ${name} = ${templateText(text)};`);
      together = [];
    }
    return [...definitions, lines(together)].filter((part) => typeof part === 'string' || part.parts.length > 0);
  }

  private chart(): Layout {
    const [comment = ''] = commentLines(`Apps of the Compose project ${this.plan.name}.`);
    const constructor = sequence('constructor(scope: Construct, id: string) {', indent(lines(['', ...this.body()])));
    return lines([
      comment.includes('*/') ? comment : `/**${comment.slice(2)} */`,
      sequence(`export class ${this.className} extends Chart {`, indent(lines(['', constructor, '}']))),
      '}',
    ]);
  }

  private body(): Layout[] {
    const { namespace, statements } = this.plan;
    const options = namespace === undefined ? [] : [object({ namespace: literal(namespace) })];
    const body: Layout[] = [
      sequence('super', this.layout.args([SCOPE, ID, ...options]), ';'),
      sequence('Target.set', this.layout.args([THIS, this.target]), ';'),
    ];
    const general = this.losses.general;
    if (general.length > 0) body.push('', ...general);
    let isCall = false;
    for (const statement of statements) {
      const comments = this.comments(statement);
      const isJoined = isCall && statement.type === 'invoke' && comments.length === 0;
      body.push(...(isJoined ? [] : ['']), ...comments, this.statement(statement));
      isCall = statement.type === 'invoke';
    }
    return body;
  }

  private comments({ service, comments = [] }: Statement): string[] {
    const written = comments.flatMap((comment) => commentLines(comment));
    if (service === undefined || this.commented.has(service)) return written;
    this.commented.add(service);
    return [...written, ...this.losses.of(service)];
  }

  private statement(statement: Statement): Layout {
    const variable = this.variableOf(statement.name);
    if (statement.type === 'invoke')
      return sequence(`${variable}.${statement.method}`, this.layout.args(statement.args), ';');
    const { className, scope, id, props } = statement;
    const args = [
      scope === undefined ? THIS : nameOf(scope),
      literal(id),
      ...(props.properties.length === 0 ? [] : [props]),
    ];
    const created = sequence(`new ${className}`, this.layout.args(args, props.properties.length > 1));
    return sequence(this.referenced.has(statement.name) ? `const ${variable} = ` : '', created, ';');
  }

  private variableOf(name: string): string {
    return this.variables.get(name) ?? name;
  }
}

const [THIS, SCOPE, ID, APP] = [member('this'), member('scope'), member('id'), member('app')];

function lines(parts: ReadonlyArray<Layout>): Sequence {
  return joined(hardLine, parts);
}

function importOf(names: ReadonlyArray<string>, module: string): Layout {
  const list = group(
    sequence('{', indent(sequence(line, joined(sequence(',', line), names))), ifBroken(','), line, '}'),
  );
  return sequence('import ', list, ` from ${quotedText(module)};`);
}

function targetOf(target: Target): Expression {
  const appArmor =
    target.appArmor === NodeAppArmor.UNKNOWN ? undefined : member(`NodeAppArmor.${target.appArmor.toUpperCase()}`);
  const options = appArmor === undefined ? [] : [object({ appArmor })];
  return target.isIzumaEdge
    ? call('Target.izumaEdge', ...options)
    : call('Target.kubernetes', literal(target.name), ...options);
}

/** Exports that an expression uses. */
function exportsIn(expression: Expression): string[] {
  const own = expression.type === 'call' ? [expression.callee] : expression.type === 'member' ? [expression.path] : [];
  return [...own.map((path) => path.split('.')[0] ?? path), ...partsOf(expression).flatMap(exportsIn)];
}

/** Constructs that a statement refers to, besides the one that it creates. */
function referencesOf(statement: Statement): string[] {
  const inside = expressionsOf(statement).flatMap(namesIn);
  if (statement.type === 'invoke') return [statement.name, ...inside];
  return statement.scope === undefined ? inside : [statement.scope, ...inside];
}

function namesIn(expression: Expression): string[] {
  return expression.type === 'name' ? [expression.name] : partsOf(expression).flatMap(namesIn);
}
