/**
 * Converts Compose files of 50, 500 and 5,000 services, each measured in its own process. First as a whole command, beside
 * kompose where it builds; then the conversion to YAML beside the reading and validation of the same file, without it. Work that
 * grows linearly has a growth of about 10.
 *
 * Usage: npm run bench:compose
 */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { convertProject, manifestsOf } from '../src/compose/compose-converter';
import { readComposeProject } from '../src/compose/reading/read-compose-project';
import { printApp } from '../src/compose/typescript/print-app';
import { Target } from '../src/kubernetes/target';
import { writeYaml } from '../src/kubernetes/yaml/write-yaml';
import { kompose } from './kompose';

const SIZES = [50, 500, 5000];
const ROUNDS = 3;
const PROGRAM = resolve(__dirname, '../lib/src/cli/bin.js');

const service = (i: number): string => `  service-${i}:
    image: registry.example.com/shop/service-${i}:1.${i}
    user: '${10000 + i}:${10000 + i}'
    command: serve --port 8080 --name "service ${i}"
    environment:
      LOG_LEVEL: info
      UPSTREAM: http://service-${Math.max(0, i - 1)}:8080
    ports: ['${10000 + i}:8080']
    volumes: ['data-${i}:/var/lib/service']
    networks: [net-${i % 20}]
    depends_on: [service-${Math.max(0, i - 1)}]
    healthcheck:
      test: curl -f http://localhost:8080/healthz
      interval: 15s
    mem_limit: 64m
    restart: unless-stopped
`;

function composeFile(count: number): string {
  const numbers = Array.from({ length: count }, (_, i) => i);
  const services = numbers.map((i) => (i === 0 ? service(i).replace(/ {4}depends_on.*\n/, '') : service(i)));
  const networks = Array.from({ length: 20 }, (_, i) => `  net-${i}: {}\n`);
  const volumes = numbers.map((i) => `  data-${i}: {}\n`);
  return `services:\n${services.join('')}networks:\n${networks.join('')}volumes:\n${volumes.join('')}`;
}

/** Work on a file. */
const WORK: Readonly<Record<string, (file: string) => unknown>> = {
  read: (file) => readComposeProject([file], { environment: {} }),
  yaml: (file) => manifestsOf(converted(file)).map((manifest) => writeYaml(manifest)),
  typescript: (file) => {
    const conversion = converted(file);
    return printApp(conversion, conversion.report.entries);
  },
};

function converted(file: string): ReturnType<typeof convertProject> {
  const project = readComposeProject([file], { environment: {} });
  return convertProject(project, { target: Target.kubernetes('1.33'), namespace: 'shop', accepted: new Map() });
}

/** Milliseconds of processor time of work in this process. */
function measure(name: string, file: string): number {
  const start = process.cpuUsage();
  WORK[name]?.(file);
  const { user, system } = process.cpuUsage(start);
  return (user + system) / 1000;
}

function middle(values: number[]): number {
  return values.sort((a, b) => a - b)[Math.floor(values.length / 2)]!;
}

function measuredApart(name: string, file: string): number {
  const args = ['--import', 'tsx', __filename, '--measure', name, file];
  return middle(
    Array.from({ length: ROUNDS }, () => {
      const { status, stdout, stderr } = spawnSync(process.execPath, args, { encoding: 'utf8' });
      if (status !== 0) throw new Error(`${name} of ${file}: ${stderr}`);
      return Number(stdout);
    }),
  );
}

/** Processor time of a command in milliseconds, as the middle one of the rounds. */
function commandTime(command: ReadonlyArray<string>, codes: ReadonlyArray<number>): number {
  const measured = Array.from({ length: ROUNDS }, () => {
    const code = `import resource, subprocess, sys
run = subprocess.run(sys.argv[1:], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
used = resource.getrusage(resource.RUSAGE_CHILDREN)
print(run.returncode, (used.ru_utime + used.ru_stime) * 1000)`;
    const { stdout, stderr } = spawnSync('python3', ['-c', code, ...command], { encoding: 'utf8' });
    const [status = Number.NaN, milliseconds = Number.NaN] = stdout.split(' ').map(Number);
    if (!codes.includes(status)) throw new Error(`${command.join(' ')} ended with ${status} ${stderr}`);
    return milliseconds;
  });
  return middle(measured);
}

function row(cells: ReadonlyArray<string>): void {
  console.log(`| ${cells.join(' | ')} |`);
}

const shown = (milliseconds: number): string => `${milliseconds.toFixed(0)} ms`;

function main([first, name = '', file = '']: string[]): void {
  if (first === '--measure') {
    console.log(measure(name, file));
    return;
  }
  const folder = mkdtempSync(join(tmpdir(), 'bench-compose-'));
  try {
    const files = SIZES.map((count) => join(folder, `${count}.yaml`));
    SIZES.forEach((count, i) => {
      writeFileSync(files[i]!, composeFile(count));
    });
    row(['work', ...SIZES.map((count) => `${count} services`), 'growth', 'of reading']);
    row(['---', ...SIZES.map(() => '---'), '---', '---']);
    const reading = files.map((each) => measuredApart('read', each));
    for (const work of Object.keys(WORK)) {
      const times = work === 'read' ? reading : files.map((each) => measuredApart(work, each));
      const growth = times.slice(1).map((time, i) => (time / times[i]!).toFixed(1));
      row([
        work,
        ...times.map(shown),
        growth.join(', '),
        times.map((time, i) => (time / reading[i]!).toFixed(2)).join(', '),
      ]);
    }
    const other = kompose();
    const commands: [string, (input: string) => string[], number[]][] = [
      [
        'secure-edge compose',
        (input): string[] => [process.execPath, PROGRAM, 'compose', input, '--output', join(folder, 'out')],
        [0, 1],
      ],
      ...(other === undefined
        ? []
        : ([
            [
              'kompose convert',
              (input) => [other, 'convert', '--file', input, '--out', join(folder, 'kompose.yaml')],
              [0],
            ],
          ] as [string, (input: string) => string[], number[]][])),
    ];
    for (const [title, command, codes] of commands) {
      const times = files.map((input) => commandTime(command(input), codes));
      const growth = times.slice(1).map((time, i) => (time / times[i]!).toFixed(1));
      row([title, ...times.map(shown), growth.join(', '), '']);
    }
  } finally {
    rmSync(folder, { recursive: true });
  }
}

main(process.argv.slice(2));
