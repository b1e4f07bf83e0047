import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import * as ts from 'typescript';
import { command } from '../lib/command';
import { inTemporaryFolder, ROOT } from '../lib/repository';

/** Title and subject of the page of each room whose names are public. */
const PAGES: Readonly<Record<string, readonly [title: string, subject: string]>> = {
  edge: ['Apps and namespaces', 'apps, containers, identities, exposure, weaknesses'],
  network: ['Network flows', 'peers and ports of an app'],
  'supply-chain': ['Images', 'references, digests, lock files'],
  parsec: ['Parsec clients', 'apps whose keys Parsec keeps'],
  apparmor: ['AppArmor', 'typed profiles, presets, and files that exist'],
  seccomp: ['seccomp', 'typed profiles, and files that exist'],
  delivery: ['Profile delivery', 'constructs that bring profiles to the nodes'],
  gateway: ['Gateways', 'preparation, commissioning, registry of identities'],
  'app-package': ['App packages', 'sealed and signed packages'],
  hardening: ['Hardening', 'secure defaults for any app'],
  policy: ['Rules and packs', 'checks of manifests, built-in and your own'],
  validation: ['Validation at synth', 'checks of an app before it is written, and the plugin of cdk8s'],
  report: ['Reports', 'forms of a report'],
  kubernetes: ['Kubernetes', 'targets, acknowledgements, manifests'],
  host: ['Host', 'facts about the node'],
  diagnostics: ['Errors', 'errors that the library throws'],
  demo: ['Demo', 'constructs of the two applications in dist/'],
};

/** Statement of src/index.ts: public names, and the file that declares them. */
interface Export {
  readonly file: string;
  readonly statement: string;
  readonly names: ReadonlyArray<string>;
}

/** Returns the statements of src/index.ts, each with the names that it exports. */
function exportsOfIndex(): Export[] {
  const text = readFileSync(join(ROOT, 'src/index.ts'), 'utf8');
  const source = ts.createSourceFile('index.ts', text, ts.ScriptTarget.Latest, true);
  return source.statements.map((statement) => {
    if (
      !ts.isExportDeclaration(statement) ||
      statement.moduleSpecifier === undefined ||
      !ts.isStringLiteral(statement.moduleSpecifier) ||
      statement.exportClause === undefined ||
      !ts.isNamedExports(statement.exportClause)
    )
      throw new Error(`src/index.ts: ${statement.getText()}: expected export { … } from '…'`);
    return {
      file: statement.moduleSpecifier.text.replace(/^\.\//, ''),
      statement: statement.getText(),
      names: statement.exportClause.elements.map(({ name }) => name.getText()),
    };
  });
}

function roomOf({ file }: Export): string {
  const [room = ''] = file.split('/');
  if (PAGES[room] === undefined) throw new Error(`scripts/docs/api.ts: the room ${room} has no page`);
  return room;
}

function byRoom(statements: ReadonlyArray<Export>): Map<string, Export[]> {
  const rooms = new Map<string, Export[]>();
  for (const each of statements) rooms.set(roomOf(each), [...(rooms.get(roomOf(each)) ?? []), each]);
  return rooms;
}

/** Options of TypeDoc: one page a module, without anything of this machine or commit. */
const OPTIONS = {
  plugin: ['node_modules/typedoc-plugin-markdown/dist/index.js', 'scripts/docs/typedoc-links.mjs'].map((file) =>
    join(ROOT, file),
  ),
  name: 'API',
  out: 'out',
  readme: 'none',
  router: 'module',
  disableSources: true,
  disableGit: true,
  excludeInternal: true,
  excludePrivate: true,
  excludeExternals: true,
  blockTags: ['@default', '@example', '@jsii', '@param', '@returns', '@see', '@throws', '@typeParam'],
  excludeTags: ['@jsii'],
  hideGenerator: true,
  hidePageHeader: true,
  hideBreadcrumbs: true,
  parametersFormat: 'table',
  interfacePropertiesFormat: 'table',
  classPropertiesFormat: 'table',
  enumMembersFormat: 'table',
  typeDeclarationFormat: 'table',
  tableColumnSettings: { hideInherited: true, hideModifiers: true, hideOverrides: true, hideSources: true },
  treatWarningsAsErrors: true,
};

/**
 * Returns a page of the public surface for each room, by file name. TypeDoc reads a module for each room, with that
 * room's statements of src/index.ts.
 */
export function apiPages(): Map<string, string> {
  const rooms = byRoom(exportsOfIndex());
  return inTemporaryFolder((folder) => {
    const modules = [...rooms].map(([room, statements]) => {
      const text = statements.map(({ statement }) => statement.replace(/'\.\//, `'${ROOT}/src/`)).join('\n');
      writeFileSync(join(folder, `${room}.ts`), text);
      return `${room}.ts`;
    });
    writeFileSync(join(folder, 'tsconfig.json'), JSON.stringify(compilerOptions(modules)));
    const options = { ...OPTIONS, entryPoints: modules, tsconfig: 'tsconfig.json' };
    writeFileSync(join(folder, 'typedoc.json'), JSON.stringify(options));
    const program = join(ROOT, 'node_modules/typedoc/bin/typedoc');
    // TypeDoc makes anchors with the lower case of the locale
    command(process.execPath, [program, '--options', 'typedoc.json'], { cwd: folder, env: { LC_ALL: 'C' } });

    const files = readdirSync(join(folder, 'out')).filter((name) => name !== 'README.md');
    return new Map(files.map((file) => [file, pageOf(file, readFileSync(join(folder, 'out', file), 'utf8'))]));
  });
}

function compilerOptions(files: ReadonlyArray<string>): object {
  return {
    extends: join(ROOT, 'tsconfig.json'),
    compilerOptions: { rootDir: '/', types: ['node'], typeRoots: [join(ROOT, 'node_modules/@types')], paths: {} },
    files,
    include: [],
  };
}

function pageOf(file: string, text: string): string {
  const [title] = PAGES[file.replace('.md', '')] ?? [file];
  const note = 'Generated by `npm run docs` from the doc comments of `src/`. [All names](../api.md).';
  return text.replace(/^# .*$/m, `# ${title}\n\n${note}`);
}

/** Returns the page that lists all public names, each with a link to its heading on the other pages. */
export function apiIndex(pages: ReadonlyMap<string, string>): string {
  const rooms = byRoom(exportsOfIndex());
  const sections = Object.entries(PAGES)
    .filter(([room]) => rooms.has(room))
    .map(([room, [title, subject]]) => {
      const names = (rooms.get(room) ?? []).flatMap((each) => each.names).sort();
      const text = pages.get(`${room}.md`) ?? '';
      const links = names.map((name) => `- [\`${name}\`](api/${room}.md#${anchorOf(name, text)})`);
      return `## ${title}\n\n[${sentence(subject)}](api/${room}.md)\n\n${links.join('\n')}\n`;
    });
  return `# API

Generated by \`npm run docs\` from \`src/index.ts\`: every name that \`cdk8s-secure-edge\` exports, with its page.

${sections.join('\n')}`;
}

function sentence(text: string): string {
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}.`;
}

function anchorOf(name: string, text: string): string {
  const isAbstract = new RegExp(`^### \\W*abstract\\W+${name}$`, 'm').test(text);
  return `${isAbstract ? 'abstract-' : ''}${name.toLowerCase()}`;
}
