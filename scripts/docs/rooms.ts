import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from '../lib/repository';
import { table } from './markdown';

/** Folder of src/ for one subject. */
export interface Room {
  readonly holds: string;
  /** Rooms that it may import, besides itself. */
  readonly mayImport: ReadonlyArray<string>;
}

/** Rooms of facts and words, which every other room may import. */
const GROUND = ['diagnostics', 'host'];

const PROFILES = ['apparmor', 'seccomp'];

/** Rooms of pure functions over manifests. */
const CORE = [...GROUND, 'kubernetes', ...PROFILES, 'hardening'];

/** Rooms of src/, with what each may import. Planned rooms are already listed. `test/architecture.test.ts` checks it. */
export const ROOMS: Readonly<Record<string, Room>> = {
  diagnostics: { holds: 'errors, severities, text that is safe to print', mayImport: [] },
  host: { holds: 'facts about a node: sensitive paths, address ranges, capabilities', mayImport: ['diagnostics'] },
  kubernetes: { holds: 'manifests: YAML, targets, names, pods of any kind', mayImport: GROUND },
  apparmor: { holds: 'AppArmor profiles: typed, read, compared, linted', mayImport: [...GROUND, 'kubernetes'] },
  seccomp: { holds: 'seccomp profiles: typed, read, linted', mayImport: [...GROUND, 'kubernetes'] },
  hardening: { holds: 'secure defaults for any manifest', mayImport: [...GROUND, 'kubernetes', ...PROFILES] },

  // rooms that check manifests, and do not use constructs
  policy: { holds: 'rules, packs, controls of standards', mayImport: [...GROUND, 'kubernetes', ...PROFILES] },
  admission: { holds: 'policies for the cluster', mayImport: [...GROUND, 'kubernetes', 'policy'] },
  diff: { holds: 'security differences of two sets of manifests', mayImport: [...GROUND, 'kubernetes', 'policy'] },
  report: { holds: 'forms of a report', mayImport: [...GROUND, 'kubernetes', 'policy', 'diff'] },
  validation: { holds: 'checks at synth', mayImport: [...GROUND, 'kubernetes', 'policy', 'report'] },

  // rooms that write manifests, and do not check them
  network: { holds: 'peers and flows', mayImport: [...GROUND, 'kubernetes'] },
  'supply-chain': { holds: 'image references and lock files', mayImport: [...GROUND, 'kubernetes'] },
  isolation: { holds: 'sandboxes for pods', mayImport: [...GROUND, 'kubernetes'] },
  edge: { holds: 'apps and namespaces', mayImport: [...CORE, 'network', 'supply-chain', 'isolation'] },
  delivery: { holds: 'constructs that bring profiles to nodes', mayImport: [...CORE, 'supply-chain', 'edge'] },
  parsec: { holds: 'Parsec clients', mayImport: [...CORE, 'edge'] },
  gateway: { holds: 'scripts for gateways, registry of identities', mayImport: [...CORE, 'edge'] },
  demo: {
    holds: 'the two applications in dist/',
    mayImport: [...CORE, 'network', 'supply-chain', 'edge', 'delivery', 'parsec', 'gateway'],
  },
  compose: {
    holds: 'apps from Compose files',
    mayImport: [...CORE, 'network', 'supply-chain', 'edge', 'parsec', 'gateway'],
  },
  fleet: { holds: 'many gateways at once', mayImport: [...CORE, 'edge', 'gateway'] },
  'app-package': { holds: 'sealed packages, and their installation', mayImport: CORE },
  registry: {
    holds: 'digests of images, from registries and archives',
    mayImport: [...GROUND, 'kubernetes', 'supply-chain', 'app-package'],
  },
};

/** Rooms and files on top: each may import every room. The value lists the only rooms that may import it. */
export const ON_TOP: Readonly<Record<string, ReadonlyArray<string>>> = {
  cli: [],
  'index.ts': ['main.ts'],
  'main.ts': [],
};

/** The rooms as a picture and a table, in Markdown. */
export function roomsMarkdown(): string {
  const rows = Object.entries(ROOMS).map(([room, { holds, mayImport }]) => [
    isPlanned(room) ? `${room} (planned)` : `[\`${room}\`](../src/${room})`,
    holds,
    mayImport.length === 0 ? 'nothing' : mayImport.join(', '),
  ]);
  const arrows = Object.keys(ROOMS)
    .filter((room) => !isPlanned(room))
    .flatMap((room) => closest(room).map((to) => `  ${room} --> ${to}`));
  return `\`\`\`mermaid
graph BT
${['  cli --> every(every room)', ...arrows].join('\n')}
\`\`\`

An arrow means "imports". The picture leaves out an arrow if a longer path of arrows has the same ends; the table is complete.

${table(['room', 'contains', 'may import'], rows)}`;
}

function isPlanned(room: string): boolean {
  return !existsSync(join(ROOT, 'src', room));
}

/** Existing rooms that a room may import, without those that it reaches through another one. */
function closest(room: string): string[] {
  const direct = importsOf(room).filter((each) => !isPlanned(each));
  return direct.filter((each) => !direct.some((other) => other !== each && reaches(other, each)));
}

function reaches(from: string, to: string): boolean {
  return importsOf(from).some((each) => each === to || reaches(each, to));
}

function importsOf(room: string): ReadonlyArray<string> {
  return ROOMS[room]?.mayImport ?? [];
}

const START = '<!-- rooms -->';
const END = '<!-- end of rooms -->';

/** Returns a page whose part between two comments is that of {@link roomsMarkdown}. */
export function withRooms(page: string): string {
  const [start, end] = [page.indexOf(START), page.indexOf(END)];
  if (start < 0 || end < start) throw new Error(`docs/architecture.md: expected ${START} and ${END}`);
  return `${page.slice(0, start)}${START}\n\n${roomsMarkdown()}\n\n${page.slice(end)}`;
}
