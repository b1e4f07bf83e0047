import { blocksOf, fileOf } from '../../../scripts/docs/blocks';

const PAGE = `# Title

\`\`\`ts
const a = 1;
\`\`\`

- In a list:

  <!-- needs: a real gateway -->

  \`\`\`sh
  ssh gateway-7
    indented
  \`\`\`

<!-- setup: mkdir manifests
cp a b -->
<!-- needs: helm -->
\`\`\`yaml
# cdk8s.yaml
app: x
\`\`\`
`;

test('finds each block with its line, language and text', () => {
  expect(blocksOf('x.md', PAGE).map(({ line, language, text }) => ({ line, language, text }))).toEqual([
    { line: 3, language: 'ts', text: 'const a = 1;\n' },
    { line: 11, language: 'sh', text: 'ssh gateway-7\n  indented\n' },
    { line: 19, language: 'yaml', text: '# cdk8s.yaml\napp: x\n' },
  ]);
});

test('reads the comments directly before a block', () => {
  const [first, second, third] = blocksOf('x.md', PAGE);
  expect(first).toMatchObject({ needs: undefined, setup: undefined });
  expect(second).toMatchObject({ needs: 'a real gateway', setup: undefined });
  expect(third).toMatchObject({ needs: 'helm', setup: 'mkdir manifests\ncp a b' });
});

test('does not apply a comment to a later block', () => {
  const page = '<!-- needs: x -->\n\ntext\n\n```sh\nls\n```\n';
  expect(blocksOf('x.md', page)[0]?.needs).toBeUndefined();
});

test('names the file that a block shows', () => {
  expect(blocksOf('x.md', PAGE).map(fileOf)).toEqual([undefined, undefined, 'cdk8s.yaml']);
});

test('rejects a block without an end', () => {
  expect(() => blocksOf('x.md', 'a\n```sh\nls\n')).toThrow('x.md:2: the block has no end');
});
