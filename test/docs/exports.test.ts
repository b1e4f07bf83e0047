import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import * as ts from 'typescript';

const ROOT = resolve(__dirname, '../..');

/** Pages that `npm run docs` writes, and records of runs and decisions. */
const NOT_A_GUIDE = /^(api|rules|decisions|runs)\/|^(api|control-matrix|profile-lints)\.md$/;

/** Text of every page that a person writes for users. */
const GUIDE = [
  'README.md',
  ...readdirSync(join(ROOT, 'docs'), { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.md') && !NOT_A_GUIDE.test(file))
    .map((file) => `docs/${file}`),
]
  .map((page) => readFileSync(join(ROOT, page), 'utf8'))
  .join('\n');

/** Names that the package exports. */
function exportedNames(): string[] {
  const file = join(ROOT, 'src/index.ts');
  const source = ts.createSourceFile(file, readFileSync(file, 'utf8'), ts.ScriptTarget.Latest);
  return source.statements.flatMap((statement) =>
    ts.isExportDeclaration(statement) &&
    statement.exportClause !== undefined &&
    ts.isNamedExports(statement.exportClause)
      ? statement.exportClause.elements.map(({ name }) => name.text)
      : [],
  );
}

test('a page of the guide shows every name that the package exports', () => {
  const words = new Set(GUIDE.match(/[A-Za-z_$][\w$]*/g));
  const names = exportedNames();
  expect(names.length).toBeGreaterThan(100);
  expect(names.filter((name) => !words.has(name))).toEqual([]);
});
