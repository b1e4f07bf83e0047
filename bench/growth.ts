/**
 * Processor time of work on many objects, at two sizes. Each measurement runs in its own process. Work that grows linearly
 * has a growth of about 2.
 *
 * Usage: npm run bench:growth [-- NAME]
 */
import { spawnSync } from 'node:child_process';
import { App, Chart } from 'cdk8s';
import { Placement } from '../src/edge/placement';
import { Identity } from '../src/edge/identity';
import { hardenYaml } from '../src/hardening/harden-yaml';
import { Posture } from '../src/hardening/posture';
import { Target } from '../src/kubernetes/target';
import { ParsecClient } from '../src/parsec/parsec-client';
import { ParsecSocket } from '../src/parsec/parsec-socket';
import { Image } from '../src/supply-chain/image';

const SIZES = [2500, 5000] as const;

const numbers = (count: number): number[] => Array.from({ length: count }, (_, i) => i);

const pod = (i: number): string =>
  `{apiVersion: v1, kind: Pod, metadata: {name: pod-${i}, namespace: shop}, spec: {containers: [{name: web, image: "a:${i}"}]}}\n`;

const documents = (count: number): string =>
  numbers(count)
    .map((i) => `---\n${pod(i)}`)
    .join('');

const list = (count: number): string =>
  `apiVersion: v1\nkind: List\nitems:\n${numbers(count)
    .map((i) => `  - ${pod(i)}`)
    .join('')}`;

/** Prepares the work on a number of objects. */
type Prepare = (count: number) => () => unknown;

function harden(text: (count: number) => string): Prepare {
  return (count) => {
    const manifests = text(count);
    return () => hardenYaml(manifests, new Posture(), Target.kubernetes('1.27'));
  };
}

function clients(userOf: (i: number) => number, placementOf: (i: number) => Placement): Prepare {
  return (count) => () => {
    const chart = new Chart(new App(), 'chart');
    const [image, socket] = [Image.onGateway('client:1'), ParsecSocket.claim('parsec')];
    for (const i of numbers(count)) {
      const identity = Identity.user(userOf(i));
      new ParsecClient(chart, `client-${i}`, { image, socket, identity, placement: placementOf(i) });
    }
  };
}

const WORK: Readonly<Record<string, Prepare>> = {
  'harden documents': harden(documents),
  'harden a list': harden(list),
  'clients of different users': clients(
    (i) => 20000 + i,
    () => Placement.replicas(1),
  ),
  'clients on different gateways': clients(
    () => 10001,
    (i) => Placement.gateway(`gateway-${i}`),
  ),
  'clients on different sites': clients(
    () => 10001,
    (i) => Placement.replicas(1, { nodeLabels: { site: `site-${i}` } }),
  ),
};

function measure(name: string, count: number): number {
  const work = WORK[name]?.(count);
  const start = process.cpuUsage();
  work?.();
  const { user, system } = process.cpuUsage(start);
  return (user + system) / 1000;
}

function measureApart(name: string, count: number): number {
  const args = ['--import', 'tsx', __filename, '--measure', name, String(count)];
  const { status, stdout, stderr } = spawnSync(process.execPath, args, { encoding: 'utf8' });
  if (status !== 0) throw new Error(`${name} of ${count}: ${stderr}`);
  return Number(stdout);
}

function main([first, ...rest]: string[]): void {
  if (first === '--measure') {
    console.log(measure(String(rest[0]), Number(rest[1])));
    return;
  }
  const head = ['work', ...SIZES.map(String), 'growth'];
  console.log(`| ${head.join(' | ')} |\n| ${head.map(() => '---').join(' | ')} |`);
  for (const name of Object.keys(WORK).filter((each) => first === undefined || each === first)) {
    const [half, whole] = [measureApart(name, SIZES[0]), measureApart(name, SIZES[1])];
    console.log(`| ${name} | ${half.toFixed(0)} ms | ${whole.toFixed(0)} ms | ${(whole / half).toFixed(1)} |`);
  }
}

main(process.argv.slice(2));
