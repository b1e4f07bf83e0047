import { printable, printableJson } from '../diagnostics/printable';
import { EngineRule } from '../policy/engine-rule';
import type { Rule } from '../policy/rule';
import { controlsOf, escaped, packsOf, ruleJson, type Catalog } from './catalog';
import { rulePages } from './rule-page';
import { Brush, type TerminalForm } from './text-style';

/** Renders all that there is to know about a rule, for people. */
export function ruleText(rule: Rule, catalog: Catalog, form: TerminalForm): string {
  const brush = new Brush(form);
  const page = rulePages([rule]).get(rule.id);
  const lines = (text: string): string[] => text.trim().split('\n');
  const indented = (text: string): string[] => lines(text).map((line) => `    ${brush.paint(line)}`.trimEnd());
  const part = (title: string, content: ReadonlyArray<string>): string[] =>
    content.length === 0 ? [] : ['', brush.paint(title, 'bold'), ...content];
  const examples = (title: string, manifests: ReadonlyArray<string>): string[] =>
    manifests.flatMap((yaml, i) => part(i === 0 ? title : `or`, indented(yaml)));
  const checks = rule.podSecurityChecks.map((id) => `Pod Security ${id}`);
  return [
    `${brush.link(rule.id, page, 'bold', 'underline')}  ${brush.paint(rule.severity, rule.severity)}`,
    brush.paint(`${rule.title}.`),
    ...part('Why', [brush.paint(rule.rationale)]),
    ...part('Fix', [brush.paint(rule.fix)]),
    ...part(
      'Evidence for',
      [...checks, ...controlsOf(rule)].map((each) => brush.paint(each)),
    ),
    ...part('Packs', [brush.paint(packNames(rule, catalog).join(', '))]),
    ...examples('Rejected', rule.examples.bad),
    ...examples('Accepted', rule.examples.good),
    ...part('CEL, true for an object that the rule accepts', rule.cel === undefined ? [] : indented(rule.cel)),
    ...part(
      'References',
      rule.references.map((each) => brush.paint(each)),
    ),
    ...part('Page', page === undefined ? [] : [brush.paint(page)]),
    '',
  ].join('\n');
}

/** Returns the packs with a rule. The rules of the engine itself are in every one. */
function packNames(rule: Rule, catalog: Catalog, quotation = ''): string[] {
  if (rule instanceof EngineRule) return ['every pack'];
  const names = packsOf(rule, catalog).map((name) => `${quotation}${name}${quotation}`);
  return names.length === 0 ? ['none of these packs'] : names;
}

/** Renders a rule as JSON, for programs. */
export function oneRuleJson(rule: Rule, catalog: Catalog): string {
  const { good, bad } = rule.examples;
  const page = rulePages([rule]).get(rule.id) ?? null;
  const json = { version: 1, rule: { ...ruleJson(rule, catalog), examples: { good, bad }, page } };
  return `${printableJson(json, 2)}\n`;
}

/** Renders a rule as Markdown, like its page. */
export function ruleMarkdown(rule: Rule, catalog: Catalog): string {
  const page = rulePages([rule]).get(rule.id);
  const block = (language: string, text: string): string =>
    `\`\`\`\`${language}\n${printableLinesOf(text)}\n\`\`\`\`\n`;
  const examples = (title: string, manifests: ReadonlyArray<string>): string[] =>
    manifests.length === 0 ? [] : [`## ${title}\n`, manifests.map((yaml) => block('yaml', yaml)).join('\nor\n\n')];
  const evidence = [...rule.podSecurityChecks.map((id) => `Pod Security ${id}`), ...controlsOf(rule)];
  return [
    `# ${rule.id}\n`,
    `${escaped(rule.title)}. Severity: **${rule.severity}**. Packs: ${packNames(rule, catalog, '`').join(', ')}.\n`,
    `${escaped(rule.rationale)}\n`,
    `**Fix:** ${escaped(rule.fix)}.\n`,
    ...examples('Rejected', rule.examples.bad),
    ...examples('Accepted', rule.examples.good),
    ...(evidence.length === 0 ? [] : ['## Evidence for\n', ...evidence.map((each) => `- ${escaped(each)}`), '']),
    ...(rule.cel === undefined ? [] : ['## CEL\n', block('cel', rule.cel)]),
    ...(page === undefined ? [] : [`<${page}>\n`]),
  ].join('\n');
}

function printableLinesOf(text: string): string {
  return text.trim().split('\n').map(printable).join('\n');
}
