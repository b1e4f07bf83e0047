import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { tryCommand } from '../lib/command';
import { ROOT } from '../lib/repository';

const { scripts } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as {
  readonly scripts: Readonly<Record<string, string>>;
};

/** Lines of a shell block. A comment `exit code N` at the end of a line is the exit code that its command must have. */
export class CommandLines {
  private readonly lines: ReadonlyArray<string>;

  constructor(text: string) {
    this.lines = text.replace(/\\\n/g, ' ').split('\n');
  }

  /** The block as a script that fails where an exit code is not the expected one. */
  public script(): string {
    return this.lines
      .map((line) => {
        const code = /#.*\bexit code (\d+)/.exec(line)?.[1];
        return code === undefined ? line : `code=0; { ${line.replace(/\s#.*/, '')}; } || code=$?; test $code = ${code}`;
      })
      .join('\n');
  }

  /** A command, option or npm script of this project that does not exist. */
  public problem(secureEdge: string): string | undefined {
    for (const line of this.lines) {
      const commands = line.replace(/(?:^|\s)#.*/, '').split(/&&|\||;/);
      for (const command of commands) {
        const problem = problemOf(command.trim().split(/\s+/), secureEdge);
        if (problem !== undefined) return `${command.trim()}: ${problem}`;
      }
    }
    return undefined;
  }
}

function problemOf(words: ReadonlyArray<string>, secureEdge: string): string | undefined {
  const script = words[0] === 'npm' && words[1] === 'run' ? words[2] : undefined;
  if (script !== undefined && scripts[script] === undefined) return `package.json has no script ${script}`;
  const at = words.indexOf('secure-edge');
  return at < 0 ? undefined : problemOfArguments(words.slice(at + 1), secureEdge);
}

function problemOfArguments(words: ReadonlyArray<string>, secureEdge: string): string | undefined {
  const { command, help } = helpOf(words, secureEdge);
  if (command.length === 0 && !words.every((word) => word.startsWith('-'))) return `unknown command ${words[0]}`;
  const options = words.filter((word) => word.startsWith('--')).map((word) => word.replace(/=.*/, ''));
  const unknown = options.find((option) => !new RegExp(`${option}(?![\\w-])`).test(help));
  return unknown === undefined ? undefined : `unknown option ${unknown}`;
}

const HELP = new Map<string, string | undefined>();

/** Help of the longest command that words begin with. */
function helpOf(words: ReadonlyArray<string>, secureEdge: string): { command: ReadonlyArray<string>; help: string } {
  const most = words.findIndex((word) => !/^[a-z]+$/.test(word));
  for (let length = most < 0 ? words.length : most; length > 0; length--) {
    const command = words.slice(0, length);
    const help = helpOfCommand(command, secureEdge);
    if (help !== undefined) return { command, help };
  }
  return { command: [], help: helpOfCommand([], secureEdge) ?? '' };
}

function helpOfCommand(command: ReadonlyArray<string>, secureEdge: string): string | undefined {
  const key = command.join(' ');
  if (!HELP.has(key)) {
    const { ok, stdout } = tryCommand(secureEdge, [...command, '--help']);
    // the help of the closest command is printed for any argument
    HELP.set(key, ok && stdout.startsWith(`Usage: ${['secure-edge', ...command].join(' ')} `) ? stdout : undefined);
  }
  return HELP.get(key);
}
