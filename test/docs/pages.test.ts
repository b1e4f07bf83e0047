import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';

const ROOT = resolve(__dirname, '../..');

const PAGES = [
  ...['README.md', 'CONTRIBUTING.md', 'CHANGELOG.md', 'SECURITY.md', 'images/README.md'],
  ...readdirSync(join(ROOT, 'examples')).map((name) => `examples/${name}/README.md`),
  ...readdirSync(join(ROOT, 'docs'), { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.md'))
    .map((file) => `docs/${file}`),
];

interface Link {
  readonly page: string;
  readonly target: string;
}

function textOf(page: string): string {
  return readFileSync(join(ROOT, page), 'utf8');
}

/** Links of a page to files of this repository. Code does not link. */
function linksOf(page: string): Link[] {
  const prose = textOf(page)
    .replace(/^ *```.*?^ *```/gms, '')
    .replace(/`[^`\n]*`/g, 'code');
  return [...prose.matchAll(/\]\(([^()\s]+)\)/g)]
    .map(([, target]) => ({ page, target: target ?? '' }))
    .filter(({ target }) => !/^[a-z]+:/.test(target));
}

/** Path of a link's target from the root, and its anchor. */
function resolved({ page, target }: Link): { readonly file: string; readonly anchor: string | undefined } {
  const [path = '', anchor] = target.split('#');
  const file = path === '' ? page : relative(ROOT, join(ROOT, dirname(page), path));
  return { file, anchor };
}

/** Anchors of a page's headings, as GitHub makes them, and those that its HTML names. */
function anchorsOf(page: string): Set<string> {
  const text = textOf(page).replace(/^ *```.*?^ *```/gms, '');
  const anchors = new Set([...text.matchAll(/<a id="([^"]+)">/g)].map(([, id]) => id ?? ''));
  for (const [, heading] of text.matchAll(/^#+ (.+)$/gm)) {
    const name = (heading ?? '')
      .replace(/\[([^\]]*)\]\([^)]*\)/g, '$1')
      .toLowerCase()
      .replace(/[^\p{L}\p{N}\s_-]/gu, '')
      .replace(/\s/g, '-');
    let anchor = name;
    for (let i = 1; anchors.has(anchor); i++) anchor = `${name}-${i}`;
    anchors.add(anchor);
  }
  return anchors;
}

test('every page of docs/ can be reached from its table of contents', () => {
  const reached = new Set(['docs/README.md']);
  for (const page of reached)
    for (const link of linksOf(page)) {
      const { file } = resolved(link);
      if (file.startsWith('docs/') && file.endsWith('.md') && PAGES.includes(file)) reached.add(file);
    }
  expect(PAGES.filter((page) => page.startsWith('docs/') && !reached.has(page))).toEqual([]);
});

test('the table of contents links every page that is directly in docs/', () => {
  const linked = new Set(linksOf('docs/README.md').map((link) => resolved(link).file));
  expect(
    PAGES.filter((page) => /^docs\/[^/]+\.md$/.test(page) && page !== 'docs/README.md' && !linked.has(page)),
  ).toEqual([]);
});

test('no page links to a file that does not exist', () => {
  const broken = PAGES.flatMap(linksOf).filter((link) => !existsSync(join(ROOT, resolved(link).file)));
  expect(broken).toEqual([]);
});

test('no page links to a heading that does not exist', () => {
  const anchors = new Map(PAGES.map((page) => [page, anchorsOf(page)]));
  const broken = PAGES.flatMap(linksOf).filter((link) => {
    const { file, anchor } = resolved(link);
    return anchor !== undefined && statSync(join(ROOT, file)).isFile() && anchors.get(file)?.has(anchor) === false;
  });
  expect(broken).toEqual([]);
});
