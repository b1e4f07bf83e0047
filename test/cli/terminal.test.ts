import { terminalForm } from '../../src/cli/terminal';

const TERMINAL = { isTTY: true };
const PIPE = {};

test.each([
  ['a terminal', TERMINAL, 'auto', {}, true, true],
  ['a pipe', PIPE, 'auto', {}, false, false],
  ['a terminal with NO_COLOR', TERMINAL, 'auto', { NO_COLOR: '1' }, false, false],
  ['a terminal with an empty NO_COLOR', TERMINAL, 'auto', { NO_COLOR: '' }, true, true],
  ['a terminal without capabilities', TERMINAL, 'auto', { TERM: 'dumb' }, false, false],
  ['a pipe with FORCE_COLOR, which gets no links', PIPE, 'auto', { FORCE_COLOR: '1' }, true, false],
  ['a pipe with FORCE_COLOR and NO_COLOR', PIPE, 'auto', { FORCE_COLOR: '1', NO_COLOR: '1' }, true, false],
  ['a terminal with FORCE_COLOR=0', TERMINAL, 'auto', { FORCE_COLOR: '0' }, false, false],
  ['a pipe with --color always', PIPE, 'always', { NO_COLOR: '1' }, true, false],
  ['a terminal with --color never', TERMINAL, 'never', { FORCE_COLOR: '1' }, false, false],
])('%s has the form it can show', (_what, stream, color, env, isColoured, hasLinks) => {
  expect(terminalForm(stream, color, env)).toEqual({ isColoured, hasLinks });
});
