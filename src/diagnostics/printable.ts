/*
 * Printable forms of text from a file, an archive or a command line. Unprintable characters become `\u` and the four
 * hexadecimal digits of each UTF-16 code unit, such as `\u001b` or `\u202e`, as in JSON. Letters, marks, digits, punctuation
 * and emoji of every language do not change. A backslash does not change either, so a printable form cannot be decoded.
 */

/**
 * Characters that control a terminal, are invisible, reorder or end a line, or have no form in UTF-8:
 * controls (C0, DEL, C1), format characters (bidirectional controls, zero-width characters, soft hyphens, tags), line and
 * paragraph separators, surrogates without a partner, private use, noncharacters, and all other characters that
 * Unicode allows fonts to ignore, such as variation selectors and fillers.
 */
const UNPRINTABLE =
  /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}\p{Co}\p{Noncharacter_Code_Point}\p{Default_Ignorable_Code_Point}]/gu;

/** Stretches of text outside ASCII's printable characters: most text has none, and only these are looked at further. */
const BEYOND_ASCII = /[^ -~]+/g;
const BEYOND_ASCII_IN_LINES = /[^\n -~]+/g;

/** Characters without which the printable form of JSON is the JSON itself: most JSON is looked at once. */
const MAY_CHANGE_IN_JSON = /[^\n -"$-~]/;

/** Characters without which the printable form of a text as JSON is the text itself, in quotes. */
const MAY_CHANGE_IN_JSON_TEXT = /[^ !$-[\]-~]/;

/**
 * Starts of commands that CI runners read from the output of a step: `::error::` after white space at the start of a line
 * (GitHub), and `##[error]`, `##vso[task.setvariable]` and `##teamcity[` anywhere in it (GitHub, Azure, TeamCity).
 * @see https://github.com/actions/runner/blob/main/src/Runner.Common/ActionCommand.cs
 */
const COMMAND_AT_START = /^(\s*):(?=:)/;
const COMMAND = /#(?=#[A-Za-z]*\[)/g;

/** Returns the printable form of a part of a line. */
export function printable(text: string): string {
  return text.replace(BEYOND_ASCII, withoutUnprintable);
}

/** Returns the printable form of a line, or of the start of a line, which contains no command of a CI runner. */
export function printableLine(text: string): string {
  return withoutCommands(printable(text));
}

/** Returns the printable form of text with several lines, such as a table: each line in the form of {@link printableLine}. */
export function printableLines(text: string): string {
  return text.split('\n').map(printableLine).join('\n');
}

/** True if text contains only printable characters and line feeds. */
export function isPrintable(text: string): boolean {
  return text.split('\n').every((line) => printable(line) === line);
}

/** Returns a value as JSON that contains only printable characters and line feeds. Every reader of JSON gets the same value. */
export function printableJson(value: unknown, indent?: number): string {
  const text = JSON.stringify(value, undefined, indent);
  if (!MAY_CHANGE_IN_JSON.test(text)) return text;
  return text.replace(BEYOND_ASCII_IN_LINES, withoutUnprintable).replace(COMMAND, escapeOf);
}

/** Returns a text as {@link printableJson} does. Most texts only need their quotes. */
export function printableJsonText(text: string): string {
  return MAY_CHANGE_IN_JSON_TEXT.test(text) ? printableJson(text) : `"${text}"`;
}

function withoutUnprintable(text: string): string {
  return text.replace(UNPRINTABLE, escapeOf);
}

function withoutCommands(line: string): string {
  return line.replace(COMMAND_AT_START, (_, blank: string) => `${blank}${escapeOf(':')}`).replace(COMMAND, escapeOf);
}

function escapeOf(character: string): string {
  let text = '';
  for (let i = 0; i < character.length; i += 1) text += `\\u${character.charCodeAt(i).toString(16).padStart(4, '0')}`;
  return text;
}
