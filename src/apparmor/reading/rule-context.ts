import type { AppArmorParserVersion } from '../parser-version';
import type { Scanner } from './scanner';

/** Qualifiers before a rule or a block. */
export interface Qualifiers {
  readonly priority?: number;
  readonly audit: boolean;
  readonly deny: boolean;
  readonly allow: boolean;
  readonly owner: boolean;
}

/** Properties of every rule that is read from a text. */
export interface ReadProps {
  readonly comment?: string;
  readonly priority?: number;
  readonly audit: boolean;
  readonly deny: boolean;
  readonly _allow: boolean;
  readonly _asRead: true;
}

/** The text of a rule after its qualifiers, with its qualifiers and its comment. */
export interface RuleContext {
  readonly scanner: Scanner;
  readonly version: AppArmorParserVersion;
  readonly qualifiers: Qualifiers;
  readonly comment?: string;
}
