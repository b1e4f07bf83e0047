import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { manifestsOf } from '../../../src/compose/compose-converter';
import type { ChartPlan } from '../../../src/compose/code/chart-plan';
import type { Expression, Statement } from '../../../src/compose/code/expression';
import { call, construct, list, literal, member, nameOf, object } from '../../../src/compose/code/expressions';
import type { LossEntry } from '../../../src/compose/loss-report';
import { printApp } from '../../../src/compose/typescript/print-app';
import { NodeAppArmor, Target } from '../../../src/kubernetes/target';
import { prettier } from './prettier';
import { runApp } from './run-app';

const CONFIGURATION = 'server {\n  listen 8080;\n  return 200 "`${x}` \\ \'quoted\'";\n}\n';
const REASON = 'the camera driver needs the host network';

const image = (name: string): Expression =>
  call('Image.fromTag', literal(`docker.io/library/${name}:1`), literal('the Compose file has a tag and no digest'));

function app(name: string, props: Readonly<Record<string, Expression>>, rest: Partial<Statement> = {}): Statement {
  return {
    type: 'create',
    name,
    className: 'SecureEdgeApp',
    scope: 'namespace',
    id: name,
    service: name,
    props: object({ image: image(name), ...props }),
    ...rest,
  } as Statement;
}

const port = call('Port.tcp', literal(5432), literal('postgres'));
const placement = call(
  'Placement.gateway',
  literal('gateway-1'),
  object({ nodeLabels: literal({ 'edge/site': 'a' }) }),
);

/** Plan with each kind of expression and statement. */
const PLAN: ChartPlan = {
  name: 'home_automation',
  namespace: 'edge',
  target: Target.kubernetes('1.30', { appArmor: NodeAppArmor.YES }),
  statements: [
    { type: 'create', name: 'namespace', className: 'EdgeNamespace', id: 'home', props: object({}) },
    app('data-base', {
      ports: list([port]),
      exposure: call('Exposure.inCluster'),
      placement,
      env: literal({ ['__proto__']: 'kept', PLAIN: "it's", 'with-dash': 'a "b"', TAB: 'a\tb' }),
      resources: object({ cpuLimit: literal('1'), memoryLimit: literal('1Gi') }),
    }),
    app('class', {
      placement,
      egress: list([call('Flow.dns'), call('Flow.with', call('Peer.cidr', literal('192.0.2.0/24')), port)]),
      files: list([
        call('MountedFiles.fromText', literal('/etc/nginx'), object({ 'nginx.conf': literal(CONFIGURATION) })),
      ]),
      livenessProbe: call('Probe.exec', literal(['sh', '-c', 'true']), object({ periodSeconds: literal(30) })),
      weaknesses: list([
        call('Weakness.addCapabilities', list([member('Capability.NET_BIND_SERVICE')]), literal(REASON)),
        call('Weakness.writableRootFilesystem', literal(REASON)),
      ]),
      posture: construct('Posture', object({ userNamespaces: literal(false) })),
    }),
    app('scope', { placement, terminationGracePeriodSeconds: call('Duration.seconds', literal(5)) }),
    { type: 'invoke', name: 'class', method: 'allowTo', args: [nameOf('data-base')] },
    { type: 'invoke', name: 'scope', method: 'allowTo', args: [nameOf('data-base'), port] },
    { type: 'invoke', name: 'scope', method: 'addSidecar', args: [literal('log'), object({ image: image('log') })] },
  ],
};

const entry = (service: string | null, key: string, outcome: LossEntry['outcome'], reason: string): LossEntry => ({
  service,
  key,
  value: null,
  outcome,
  reason,
  file: 'compose.yaml',
  line: 1,
});

const ENTRIES: LossEntry[] = [
  entry('class', 'image', 'approximated', 'the tag can be moved'),
  entry('scope', 'image', 'approximated', 'the tag can be moved'),
  entry('data-base', 'image', 'approximated', 'the tag can be moved'),
  entry('class', 'ports[0]', 'converted', ''),
  { ...entry('class', 'privileged', 'refused', 'gives root on the node'), accept: 'privileged:class' },
  entry('class', 'logging', 'unsupported', 'a reason\nthat(); // ends the comment\u2028process.exit(1)'),
  entry('class', 'mac_address', 'unsupported', 'a reason\nthat(); // ends the comment\u2028process.exit(1)'),
  entry('scope', 'attach', 'by-design', 'not told'),
  entry(null, 'networks.back.driver', 'unsupported', '@ts-nocheck is the network driver'),
];

const text = printApp(PLAN, ENTRIES);

test('the text is the one on record', () => {
  expect(text).toBe(readFileSync(join(__dirname, 'home-automation.ts.txt'), 'utf8'));
});

test('Prettier does not change the text', async () => {
  expect(await prettier(text)).toBe(text);
});

test('the app has the manifests of the plan', () => {
  expect(runApp(text)).toEqual(manifestsOf(PLAN));
});

test('an app of izuma-edge without a namespace has the manifests of the plan', () => {
  const plan: ChartPlan = {
    name: 'app',
    target: Target.izumaEdge(),
    statements: [app('web', { placement: call('Placement.gateway', literal('gateway-1')) }, { scope: undefined })],
  };
  const printed = printApp(plan, []);
  expect(printed).toContain('class ProjectApp');
  expect(printed).not.toContain('const web');
  expect(runApp(printed)).toEqual(manifestsOf(plan));
});
