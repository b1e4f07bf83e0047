import { InputError, quote } from '../diagnostics/input-error';
import { didYouMean } from '../diagnostics/nearest-word';
import { BuiltInPacks } from '../policy/built-in-packs';
import { BuiltInRules } from '../policy/built-in-rules';
import { engineRules } from '../policy/engine-rule';
import type { Rule } from '../policy/rule';
import { catalogJson, catalogMarkdown, catalogText, rulesOf, type Catalog } from '../report/catalog';
import { oneRuleJson, ruleMarkdown, ruleText } from '../report/rule-text';
import type { ConfiguredOptions } from './configured';
import { ExitCode } from './exit-code';
import { packsOfOptions } from './option-names';
import { terminalForm } from './terminal';

/** Options of the command `rules`. */
export interface RulesOptions extends ConfiguredOptions {
  readonly pack: string[];
  readonly format: 'text' | 'json' | 'markdown';
  readonly color?: string;
}

type Formats<Content extends unknown[]> = Readonly<Record<RulesOptions['format'], (...content: Content) => string>>;

const FORMATS: Formats<[Catalog]> = { text: catalogText, json: catalogJson, markdown: catalogMarkdown };

const COMMAND = 'secure-edge rules';

/**
 * Writes the rules of some packs, or of all packs; or one rule whole.
 * @throws InputError if no rule has the id
 */
export async function runRules(id: string | undefined, options: RulesOptions): Promise<ExitCode> {
  const { pack, format, color, settingNames } = options;
  const packs = pack.length === 0 ? BuiltInPacks.all() : await packsOfOptions(COMMAND, pack, settingNames);
  const catalog = { packs };
  if (id === undefined) process.stdout.write(FORMATS[format](catalog));
  else {
    const formats: Formats<[Rule, Catalog]> = {
      text: (rule) => ruleText(rule, catalog, terminalForm(process.stdout, color)),
      json: oneRuleJson,
      markdown: ruleMarkdown,
    };
    process.stdout.write(formats[format](ruleNamed(id, catalog), catalog));
  }
  return ExitCode.DONE;
}

function ruleNamed(id: string, catalog: Catalog): Rule {
  const rules = [...rulesOf(catalog), ...BuiltInRules.all(), ...Object.values<Rule>({ ...engineRules() })];
  const rule = rules.find((each) => each.id === id);
  if (rule !== undefined) return rule;
  const known = rules.map((each) => each.id);
  throw new InputError(COMMAND, [
    `rule must be one that "secure-edge rules" lists, got ${quote(id)}${didYouMean(id, known)}`,
  ]);
}
