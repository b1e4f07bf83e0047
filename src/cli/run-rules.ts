import { BuiltInPacks } from '../policy/built-in-packs';
import { catalogJson, catalogMarkdown, catalogText, type Catalog } from '../report/catalog';
import { ExitCode } from './exit-code';
import { packsNamed } from './packs';

/** Options of the command `rules`. */
export interface RulesOptions {
  readonly pack: string[];
  readonly format: 'text' | 'json' | 'markdown';
}

const FORMATS: Readonly<Record<RulesOptions['format'], (catalog: Catalog) => string>> = {
  text: catalogText,
  json: catalogJson,
  markdown: catalogMarkdown,
};

/** Writes the rules of some packs, or of all packs. */
export function runRules({ pack, format }: RulesOptions): ExitCode {
  const packs = pack.length === 0 ? BuiltInPacks.all() : packsNamed(pack);
  process.stdout.write(FORMATS[format]({ packs }));
  return ExitCode.DONE;
}
