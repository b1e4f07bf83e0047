import { printable, printableJson, printableLines } from '../diagnostics/printable';
import type { Pack } from '../policy/pack';
import type { Rule } from '../policy/rule';

/** Packs with their rules. */
export interface Catalog {
  readonly packs: ReadonlyArray<Pack>;
}

/** Returns every rule of some packs once, sorted by id. */
export function rulesOf({ packs }: Catalog): Rule[] {
  return [...new Set(packs.flatMap((pack) => pack.rules))].sort((a, b) => (a.id < b.id ? -1 : Number(a.id > b.id)));
}

/** Returns the names of the packs that contain a rule. */
export function packsOf(rule: Rule, { packs }: Catalog): string[] {
  return packs.filter((pack) => pack.rules.includes(rule)).map((pack) => pack.name);
}

/** Returns the controls of a rule, grouped by standard, such as `NIST SP 800-190 4.1.2, 4.4.3`. */
export function controlsOf(rule: Rule): string[] {
  const byFramework = new Map<string, string[]>();
  for (const { name, id } of rule._frameworks) {
    const ids = byFramework.get(name);
    if (ids) ids.push(id);
    else byFramework.set(name, [id]);
  }
  return [...byFramework].map(([name, ids]) => `${name} ${ids.join(', ')}`);
}

/** Renders the catalog for people. */
export function catalogText(catalog: Catalog): string {
  const rules = rulesOf(catalog);
  const packs = catalog.packs.map(({ name, title, rules }) => `  ${name.padEnd(16)} ${rules.length} rules: ${title}\n`);
  const entries = rules.map((rule) => {
    const lines = [
      `${rule.id}  ${rule.severity}  ${packsOf(rule, catalog).join(', ')}`,
      `  ${rule.title}`,
      `  why   ${rule.rationale}`,
      `  fix   ${rule.fix}`,
      ...(rule.podSecurityChecks.length > 0 ? [`  for   Pod Security ${rule.podSecurityChecks.join(', ')}`] : []),
      ...controlsOf(rule).map((control) => `  for   ${control}`),
    ];
    return `${lines.join('\n')}\n`;
  });
  return printableLines(`packs\n${packs.join('')}\n${entries.join('\n')}`);
}

/** Renders the catalog as JSON, for programs. */
export function catalogJson(catalog: Catalog): string {
  const packs = catalog.packs.map(({ name, title, rules }) => ({ name, title, rules: rules.map(({ id }) => id) }));
  const rules = rulesOf(catalog).map((rule) => ruleJson(rule, catalog));
  return `${printableJson({ version: 1, packs, rules }, 2)}\n`;
}

/** Returns a rule for JSON, without its examples. */
export function ruleJson(rule: Rule, catalog: Catalog): object {
  return {
    id: rule.id,
    title: rule.title,
    severity: rule.severity,
    rationale: rule.rationale,
    fix: rule.fix,
    references: rule.references,
    checks: rule.podSecurityChecks,
    frameworks: rule._frameworks.map(({ name, id }) => ({ name, id })),
    packs: packsOf(rule, catalog),
    cel: rule.cel ?? null,
  };
}

/** Renders the catalog as Markdown. */
export function catalogMarkdown(catalog: Catalog): string {
  const packs = catalog.packs.map(({ name, title, rules }) => [`\`${name}\``, escaped(title), String(rules.length)]);
  const rules = rulesOf(catalog).map((rule) => [
    `\`${rule.id}\``,
    rule.severity,
    escaped(rule.title),
    escaped(controlsOf(rule).join('; ')),
  ]);
  return [
    '## Packs\n',
    table(['pack', 'purpose', 'rules'], packs),
    '\n## Rules\n',
    table(['rule', 'severity', 'requirement', 'evidence for'], rules),
    '',
  ].join('\n');
}

function table(head: ReadonlyArray<string>, rows: ReadonlyArray<ReadonlyArray<string>>): string {
  return [head, head.map(() => '---'), ...rows].map((cells) => `| ${cells.join(' | ')} |`).join('\n');
}

/** Escapes text for a table cell. The text of a user's own rule may contain anything. */
export function escaped(text: string): string {
  return printable(text.replace(/\s+/g, ' ')).replace(/[\\|<>`*_[\]]/g, (c) => `\\${c}`);
}
