import * as fs from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';
import { OutputFolder } from '../../src/cli/output-folder';

let folder: string;
beforeEach(() => {
  folder = fs.mkdtempSync(path.join(os.tmpdir(), 'secure-edge-'));
});
afterEach(() => {
  fs.rmSync(folder, { recursive: true, force: true });
});

const problemsOf = (...inputs: [name: string, relative: string][]): string[] =>
  new OutputFolder(
    folder,
    inputs.map(([name, relative]) => ({ name, relative })),
  ).problems;

test('gives every input the path of its name', () => {
  const output = new OutputFolder(folder, []);
  expect(output.pathOf({ relative: 'sub/a.yaml' })).toBe(path.join(folder, 'sub/a.yaml'));
  expect(problemsOf(['in/a.yaml', 'a.yaml'], ['in/sub/a.yaml', 'sub/a.yaml'], ['in/b.yaml', 'b.yaml'])).toEqual([]);
});

test('rejects two inputs with the same output, with both names', () => {
  expect(problemsOf(['a/x.yaml', 'x.yaml'], ['c.yaml', 'c.yaml'], ['b/x.yaml', 'x.yaml'])).toEqual([
    expect.stringMatching(
      /^a\/x\.yaml and b\/x\.yaml have the same output, .*x\.yaml: harden them into separate folders/,
    ),
  ]);
});

test.each([
  ['X.yaml', 'x.yaml'],
  ['Sub/x.yaml', 'sub/x.yaml'],
  ['\u00e4.yaml', 'a\u0308.yaml'],
])('rejects %s beside %s, which some file systems take for one', (one, other) => {
  expect(problemsOf(['a', one], ['b', other])).toEqual([expect.stringContaining('differ only in case')]);
});

test('rejects an output that is a folder of another', () => {
  expect(problemsOf(['a/x.yaml', 'x.yaml'], ['b/x.yaml/y.yaml', 'x.yaml/y.yaml'])).toEqual([
    expect.stringMatching(/^a\/x\.yaml has the output .*, which is a folder of the output of b\/x\.yaml\/y\.yaml/),
  ]);
});

test.each(['../x.yaml', 'sub/../../x.yaml'])('rejects the output %s, outside the folder', (relative) => {
  expect(problemsOf(['x.yaml', relative])).toEqual([expect.stringContaining('is outside')]);
});

test.each([
  ['file', 'x.yaml', 'x.yaml'],
  ['folder', 'sub', 'sub/deep/x.yaml'],
  ['link to nothing', 'x.yaml', 'x.yaml'],
])('rejects an output through a link to a %s', (what, link, relative) => {
  const outside = fs.mkdtempSync(path.join(os.tmpdir(), 'secure-edge-'));
  if (what === 'file') fs.writeFileSync(path.join(outside, 'target'), 'kept');
  fs.symlinkSync(what === 'folder' ? outside : path.join(outside, 'target'), path.join(folder, link));
  expect(problemsOf(['in/x.yaml', relative])).toEqual([
    expect.stringContaining(`leads through the link ${path.join(folder, link)}`),
  ]);
  fs.rmSync(outside, { recursive: true });
});
