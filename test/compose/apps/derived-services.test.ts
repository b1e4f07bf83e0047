import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { convertProject, manifestsOf } from '../../../src/compose/compose-converter';
import type { ConversionOptions } from '../../../src/compose/conversion-options';
import type { LossEntry } from '../../../src/compose/loss-report';
import { readComposeProject } from '../../../src/compose/reading/read-compose-project';
import type { Manifest } from '../../../src/kubernetes/manifest';
import { Target } from '../../../src/kubernetes/target';
import { podOf } from '../project';

const folder = mkdtempSync(join(tmpdir(), 'derived-'));
afterAll(() => {
  rmSync(folder, { recursive: true });
});

function converted(
  text: string,
  options: Partial<ConversionOptions> = {},
): { manifests: Manifest[]; entries: ReadonlyMap<string, LossEntry>; unused: ReadonlyArray<string> } {
  const file = join(folder, 'compose.yaml');
  writeFileSync(file, text);
  const project = readComposeProject([file], { environment: {} });
  const conversion = convertProject(project, { target: Target.kubernetes('1.30'), accepted: new Map(), ...options });
  const entries = conversion.report.entries.map((each) => [`${each.service ?? ''} ${each.key}`.trim(), each] as const);
  return { manifests: manifestsOf(conversion), entries: new Map(entries), unused: conversion.report.unusedAccepts };
}

const namesOf = (containers: unknown): unknown[] => (containers as { name: string }[]).map(({ name }) => name);

const HOOKS = `services:
  migrate: {image: 'm:1', user: '10001'}
  web:
    image: web:1
    user: '10001'
    hostname: w
    environment: {A: a, B: b}
    depends_on: {migrate: {condition: service_completed_successfully}}
    ports: ['80:8080']
    pre_start:
      - {command: [chown], user: root}
      - {image: 'warm:1', environment: {B: c}, per_replica: true, cap_add: [NET_ADMIN]}
`;

describe('a hook of pre_start', () => {
  test('is an init container after those that its service waits for, with the values of the service', () => {
    const { manifests } = converted(HOOKS);
    const { initContainers } = podOf(manifests, 'web') as { initContainers: any[] };
    expect(namesOf(initContainers)).toEqual(['migrate', 'web-pre-start-1', 'web-pre-start-2']);
    expect(initContainers[1]).toMatchObject({ image: 'docker.io/library/web:1', args: ['chown'] });
    expect(initContainers[2].env).toEqual([
      { name: 'A', value: 'a' },
      { name: 'B', value: 'c' },
    ]);
    expect(manifests.filter(({ kind }) => kind === 'Job')).toEqual([]);
  });

  test('is reported at its place, without the values that its service has', () => {
    const { entries } = converted(HOOKS);
    const own = [...entries.keys()].filter((key) => key.startsWith('web pre_start[1]'));
    expect(own).toEqual([
      'web pre_start[1].image',
      'web pre_start[1].environment.A',
      'web pre_start[1].environment.B',
      'web pre_start[1].cap_add[0]',
      'web pre_start[1].per_replica',
    ]);
    expect(entries.get('web pre_start[0].user')).toMatchObject({
      outcome: 'refused',
      accept: 'root-user:web',
      line: 11,
    });
    expect(entries.get('web pre_start[0].per_replica')).toMatchObject({ outcome: 'approximated' });
    expect([...entries.keys()].filter((key) => key.includes('pre-start'))).toEqual([]);
  });

  test('has the accepted weaknesses of its service', () => {
    const accepted = new Map([['cap-net-admin:web', 'accepted in the test']]);
    const { manifests, unused } = converted(HOOKS, { accepted });
    const { initContainers } = podOf(manifests, 'web') as { initContainers: any[] };
    expect(initContainers[2].securityContext.capabilities.add).toEqual(['NET_ADMIN']);
    expect(unused).toEqual([]);
  });

  test('is in the one pod of an installed package, and no name leads to it', () => {
    const installation = { payload: '/p', data: '/d', configs: '.configs' };
    const { manifests } = converted(`${HOOKS}  db: {image: 'db:1', user: '999'}\n`, { installation });
    const pod = podOf(manifests, 'web') as any;
    expect(namesOf(pod.initContainers)).toEqual(['migrate', 'web-pre-start-1', 'web-pre-start-2']);
    expect(JSON.stringify(pod.hostAliases)).not.toContain('pre-start');
  });

  test('does not take the name of a service', () => {
    const { manifests } = converted(
      `services:\n  web_pre_start: {image: 'a:1'}\n  web: {image: 'b:1', pre_start: [{command: [c]}]}\n`,
    );
    expect(namesOf(podOf(manifests, 'web')['initContainers'])).toEqual(['web-pre-start-2']);
  });
});

const JOBS = `services:
  db: {image: 'db:1', user: '999', expose: ['5432']}
jobs:
  db:
    image: dump:1
    user: '10002'
    privileged: true
    depends_on: [db]
    triggers: {manual: "true", schedule: ['0 3 * * *', {cron: '@daily'}]}
  hand: {image: 'hand:1', triggers: {manual: true}}
  wrong: {image: 'wrong:1', triggers: {schedule: [{cron: 'at night'}]}}
  tool: {image: 'tool:1', profiles: [dev], triggers: {manual: true}}
`;

describe('a job', () => {
  test('with a schedule is a CronJob', () => {
    const { manifests, entries } = converted(JOBS);
    expect(manifests.filter(({ kind }) => kind === 'CronJob')).toMatchObject([
      { metadata: { name: 'db-job' }, spec: { schedule: '0 3 * * *' } },
    ]);
    expect(entries.get('jobs.db.triggers.schedule[0].cron')).toMatchObject({ outcome: 'approximated', line: 9 });
    expect(entries.get('jobs.db.triggers.schedule[1]')).toMatchObject({ outcome: 'unsupported' });
    expect(entries.get('jobs.db.privileged')).toMatchObject({ service: null, accept: 'privileged:db' });
  });

  test('that nothing starts is left out with the reason', () => {
    const { manifests, entries } = converted(JOBS);
    expect(JSON.stringify(manifests)).not.toMatch(/hand:1|wrong:1|tool:1/);
    expect(entries.get('jobs.hand.triggers')?.reason).toMatch(/nothing in a cluster starts a job by hand/);
    expect(entries.get('jobs.wrong.triggers')?.reason).toMatch(/five fields/);
    expect([...entries.keys()].filter((key) => key.startsWith('jobs.tool'))).toEqual([]);
    const onGateway = converted(JOBS, { installation: { payload: '/p', data: '/d', configs: '.configs' } });
    expect(onGateway.entries.get('jobs.db.triggers')?.reason).toMatch(/nothing runs a schedule on a gateway/);
  });

  test('is checked as a service is', () => {
    expect(() =>
      converted('services: {a: {image: a}}\njobs:\n  b: {image: b, networks: [x], triggers: {manual: true}}'),
    ).toThrow(/:3: jobs\.b\.networks\.x refers to the network "x"/);
  });
});

test('a model of the project has the reason of the models of a service', () => {
  const { entries } = converted('services: {a: {image: a, models: [llm]}}\nmodels: {llm: {model: "ai/llm:1"}}\n');
  expect(entries.get('models.llm')).toMatchObject({ outcome: 'unsupported', reason: entries.get('a models')?.reason });
});
