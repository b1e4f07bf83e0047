import { InvalidArgumentError, type Argument, type Command, type Option } from 'commander';
import { nearestWord } from '../diagnostics/nearest-word';

/** Methods by which commander reports what is missing, one at a time. */
interface MissingReports {
  missingMandatoryOptionValue: () => void;
  missingArgument: () => void;
}

/** Makes a command report all that is missing at once, and propose a similar choice for one that does not exist. */
export function improveUsageErrors(command: Command): void {
  const report = (): void => {
    command.error(`error: ${missingText(command)}`, { code: 'commander.missingArgument' });
  };
  Object.assign(command, { missingMandatoryOptionValue: report, missingArgument: report } satisfies MissingReports);
  for (const each of [...command.options, ...command.registeredArguments]) suggestChoice(each);
}

/** Returns what is missing, such as `missing required argument 'path', and required options '--a <a>', '--b <b>'`. */
function missingText(command: Command): string {
  const given = command.args.filter((arg) => !arg.startsWith('-') || arg === '-').length;
  const args = command.registeredArguments.filter(({ required }, i) => required && i >= given);
  const options = command.options.filter(
    (option) => option.mandatory && command.getOptionValue(option.attributeName()) === undefined,
  );
  const parts = [
    listText(
      'required argument',
      args.map((arg) => arg.name()),
    ),
    listText(
      'required option',
      options.map(({ flags }) => flags),
    ),
  ];
  return `missing ${parts.filter((part) => part !== '').join(', and ')}`;
}

function listText(what: string, names: ReadonlyArray<string>): string {
  if (names.length === 0) return '';
  return `${what}${names.length === 1 ? '' : 's'} ${names.map((name) => `'${name}'`).join(', ')}`;
}

function suggestChoice(target: Option | Argument): void {
  const { argChoices: choices, parseArg: parse } = target;
  if (choices === undefined || parse === undefined) return;
  target.parseArg = <T>(value: string, previous: T): T => {
    if (choices.includes(value)) return parse(value, previous);
    const near = nearestWord(value, choices);
    const suggestion = near === undefined ? '' : `\n(Did you mean ${near}?)`;
    throw new InvalidArgumentError(`Allowed choices are ${choices.join(', ')}.${suggestion}`);
  };
}
