import type { AppArmorAbi } from './abi';
import type { AppArmorChildProfile } from './child-profile';
import type { AppArmorFlag } from './flag';
import type { AppArmorInclude } from './include';
import type { AppArmorParserVersion } from './parser-version';
import type { AppArmorRule } from './rule';

/** The parts that a profile and its children have in common. */
export interface ProfileBody {
  readonly name: string;
  readonly rules: ReadonlyArray<AppArmorRule>;
  readonly flags?: ReadonlyArray<AppArmorFlag>;
  readonly includes: ReadonlyArray<AppArmorInclude>;
}

/** All parts of a profile: an `AppArmorProfile`, by shape. */
export interface ProfileParts extends ProfileBody {
  readonly flags: ReadonlyArray<AppArmorFlag>;
  readonly variables: { readonly [name: string]: ReadonlyArray<string> };
  readonly abi: AppArmorAbi;
  readonly parserVersion: AppArmorParserVersion;
  readonly children: ReadonlyArray<AppArmorChildProfile>;
  readonly comment?: string;
}
