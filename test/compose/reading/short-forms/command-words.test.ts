import { commandWords } from '../../../../src/compose/reading/short-forms/command-words';

test.each<[string, string[]]>([
  ['nginx -g "daemon off;"', ['nginx', '-g', 'daemon off;']],
  ["sh -c 'echo \\n $A'", ['sh', '-c', 'echo \\n $A']],
  ['a\\ b  c', ['a b', 'c']],
  ['a"b"c', ['abc']],
  ['a "" b', ['a', '', 'b']],
  ['echo `date now` $(date now)', ['echo', '`date now`', '$(date now)']],
  ['run --fast; reboot', ['run', '--fast']],
  ['run 2>/dev/null', ['run']],
  ['run out>/dev/null', ['run', 'out']],
  ['  ', []],
])('%j has the words %j', (line, words) => {
  expect(commandWords(line)).toEqual(words);
});

test.each(['a "b', "a 'b", 'a `b', 'a $(b', 'a (b)', 'a b)c(', 'a \\'])('rejects %j', (line) => {
  expect(() => commandWords(line)).toThrow('are not closed');
});
