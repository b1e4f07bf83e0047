import { escapeMarkup } from './escape';
import type { GraphEdge, GraphNode, NetworkGraph } from './network-graph';

/** Columns of the picture: peers that connect, apps, and peers that are connected to. A column without peers is left out. */
const WIDTH = 1040;
const NODE = { width: 230, height: 28, step: 38 };
const X: Readonly<Record<GraphNode['role'], number>> = { source: 10, app: 370, destination: 800 };
const BOX = { title: 26, padding: 12, gap: 18 };
const TOP = 14;
/** Room beside the apps: for the box of their namespace at the left, and for the arrows between them at the right. */
const ROOM = { left: 22, right: 140 };

/** Longest label. The name of a node for assistive technology is complete. */
const LONGEST_LABEL = 30;

/** Number of neighbors that the description of a node names. */
const MOST_NAMES = 20;

interface Place {
  readonly x: number;
  /** Middle of the node. */
  readonly y: number;
}

/** Draws a graph as SVG: apps in the boxes of their namespaces, with an arrow for each connection. The same graph has the same bytes. */
export function networkPicture(graph: NetworkGraph): string {
  const { nodes, edges } = graph;
  const { boxes, places, height } = layoutOf(nodes);
  const arrows = edges.map((edge) => arrow(edge, places));
  const shapes = nodes.map((node) => shape(node, places, describe(node, graph)));
  const left = nodes.some(({ role }) => role === 'source') ? 0 : X.app - ROOM.left;
  const right = nodes.some(({ role }) => role === 'destination') ? WIDTH : X.app + NODE.width + ROOM.right;
  return `<svg class="network" viewBox="${left} 0 ${right - left} ${height}" width="${right - left}" height="${height}" role="group" aria-label="network">
${boxes.join('\n')}
${arrows.join('\n')}
${shapes.join('\n')}
</svg>`;
}

function layoutOf(nodes: ReadonlyArray<GraphNode>): { boxes: string[]; places: Map<number, Place>; height: number } {
  const places = new Map<number, Place>();
  const boxes: string[] = [];
  const byNamespace = new Map<string, GraphNode[]>();
  for (const node of nodes.filter(({ role }) => role === 'app')) {
    const list = byNamespace.get(node.namespace);
    if (list) list.push(node);
    else byNamespace.set(node.namespace, [node]);
  }
  let y = TOP;
  for (const [namespace, apps] of [...byNamespace].sort(([a], [b]) => (a < b ? -1 : 1))) {
    const height = BOX.title + apps.length * NODE.step + BOX.padding - (NODE.step - NODE.height);
    const [x, width] = [X.app - BOX.padding, NODE.width + 2 * BOX.padding];
    const title = namespace === '' ? 'no namespace' : namespace;
    boxes.push(
      `<rect class="box" x="${x}" y="${y}" width="${width}" height="${height}" rx="8"/><text class="title" x="${x + BOX.padding}" y="${y + 18}">${escapeMarkup(shortened(title))}</text>`,
    );
    for (const [i, { id }] of apps.entries())
      places.set(id, { x: X.app, y: y + BOX.title + i * NODE.step + NODE.height / 2 });
    y += height + BOX.gap;
  }
  const columns = (['source', 'destination'] as const).map((role) => nodes.filter((node) => node.role === role));
  const height = Math.max(y - BOX.gap, ...columns.map(({ length }) => TOP + length * NODE.step)) + TOP;
  for (const column of columns) {
    const start = (height - (column.length - 1) * NODE.step) / 2;
    for (const [i, { id, role }] of column.entries()) places.set(id, { x: X[role], y: start + i * NODE.step });
  }
  return { boxes, places, height };
}

function arrow({ from, to, state }: GraphEdge, places: ReadonlyMap<number, Place>): string {
  const [a, b] = [places.get(from), places.get(to)];
  if (a === undefined || b === undefined) return '';
  const start = a.x + NODE.width;
  // an arrow between two apps bends around them, at their right
  const isBetweenApps = a.x === b.x;
  const end = isBetweenApps ? b.x + NODE.width : b.x;
  const bend = isBetweenApps ? 34 + Math.min(120, Math.round(Math.abs(a.y - b.y) / 4)) : Math.round((end - start) / 2);
  const [out, back] = [start + bend, isBetweenApps ? end + bend : end - bend];
  const tip = isBetweenApps ? 8 : -8;
  return `<g class="edge ${state}" data-from="${from}" data-to="${to}"><path d="M${start} ${a.y}C${out} ${a.y} ${back} ${b.y} ${end + tip} ${b.y}"/><polygon points="${end},${b.y} ${end + tip},${b.y - 4} ${end + tip},${b.y + 4}"/></g>`;
}

function shape({ id, label, role }: GraphNode, places: ReadonlyMap<number, Place>, description: string): string {
  const { x = 0, y = 0 } = places.get(id) ?? {};
  const name = escapeMarkup(description);
  return `<g class="node ${role}" data-node="${id}" tabindex="0" role="button" aria-pressed="false" aria-label="${name}"><title>${name}</title><rect x="${x}" y="${y - NODE.height / 2}" width="${NODE.width}" height="${NODE.height}" rx="6"/><text x="${x + 10}" y="${y + 4}">${escapeMarkup(shortened(label))}</text></g>`;
}

/** Returns a node with its neighbors, as a sentence. */
function describe({ id, label, namespace, role }: GraphNode, { nodes, edges }: NetworkGraph): string {
  const nameOf = (other: number): string => fullName(nodes[other]);
  const list = (all: ReadonlyArray<GraphEdge>, end: 'from' | 'to'): string => {
    const names = all.slice(0, MOST_NAMES).map((edge) => `${nameOf(edge[end])}${NOTES[edge.state]}`);
    const more = all.length - names.length;
    return names.length === 0 ? 'nobody' : `${names.join(', ')}${more > 0 ? ` and ${more} more` : ''}`;
  };
  const into = edges.filter(({ to }) => to === id);
  const out = edges.filter(({ from }) => from === id);
  const name = fullName({ id, label, namespace, role });
  if (role === 'source') return `${name} may connect to ${list(out, 'to')}`;
  if (role === 'destination') return `${name} may be reached by ${list(into, 'from')}`;
  return `${name} may be reached by ${list(into, 'from')}; may reach ${list(out, 'to')}`;
}

const NOTES: Readonly<Record<GraphEdge['state'], string>> = {
  allowed: '',
  rejected: ' (rejected by the policy of the other end)',
  unrestricted: ' (unrestricted)',
};

function fullName(node: GraphNode | undefined): string {
  if (node === undefined) return '';
  return node.namespace === '' ? node.label : `${node.label} in ${node.namespace}`;
}

function shortened(label: string): string {
  const letters = [...label];
  return letters.length <= LONGEST_LABEL ? label : `${letters.slice(0, LONGEST_LABEL - 1).join('')}…`;
}
