import { AppArmorAbi } from './abi';
import type { AppArmorChildProfile } from './child-profile';
import type { AppArmorFlag } from './flag';
import type { ProfileBody, ProfileParts } from './profile-body';
import type { AppArmorRule } from './rule';
import { AppArmorRuleKind, commentLines, distinct } from './rule';
import { renderVariable } from './variables';

const ORDER = Object.values(AppArmorRuleKind);

/** Returns the text of a profile's whole file. */
export function profileText(profile: ProfileParts): string {
  const { abi, comment, flags, children } = profile;
  const variables = Object.entries(profile.variables).map(([name, values]) => renderVariable(name, values));
  const blocks = [
    [...commentLines(comment), ...(abi === AppArmorAbi.PARSER_DEFAULT ? [] : [`abi <${abi}>,`])],
    ['include <tunables/global>'],
    variables,
    [`profile ${profile.name} ${header(flags)}{`, ...indented(bodyLines(profile, children)), '}'],
  ];
  return `${blocks
    .filter((block) => block.length > 0)
    .map((block) => block.join('\n'))
    .join('\n\n')}\n`;
}

function bodyLines(body: ProfileBody, children: ReadonlyArray<AppArmorChildProfile>): string[] {
  const groups = ORDER.map((kind) => ruleLines(body.rules.filter((rule) => rule.kind === kind)));
  const blocks = [
    distinct(body.includes.map((include) => include.render())),
    ...groups,
    ...children.map((child) => childLines(child, body.flags ?? [])),
  ];
  return blocks.filter((block) => block.length > 0).flatMap((block, i) => (i === 0 ? block : ['', ...block]));
}

/** Returns the rules of one kind in their author's order. Adjacent rules with the same comment share it. */
function ruleLines(rules: ReadonlyArray<AppArmorRule>): string[] {
  const seen = new Set<string>();
  const lines: string[] = [];
  let comment: string | undefined;
  for (const rule of rules) {
    const text = rule.render();
    if (seen.has(text)) continue;
    seen.add(text);
    if (rule.comment !== comment) {
      if (lines.length > 0) lines.push('');
      lines.push(...commentLines(rule.comment));
      comment = rule.comment;
    }
    lines.push(text);
  }
  return lines;
}

function childLines(child: AppArmorChildProfile, parentFlags: ReadonlyArray<AppArmorFlag>): string[] {
  const flags = child.flags ?? parentFlags;
  return [
    ...commentLines(child.comment),
    `profile ${child.name} ${header(flags)}{`,
    ...indented(bodyLines({ ...child, flags }, [])),
    '}',
  ];
}

function header(flags: ReadonlyArray<AppArmorFlag>): string {
  return flags.length === 0 ? '' : `flags=(${distinct(flags).join(', ')}) `;
}

function indented(lines: ReadonlyArray<string>): string[] {
  return lines.map((line) => (line === '' ? '' : `  ${line}`));
}
