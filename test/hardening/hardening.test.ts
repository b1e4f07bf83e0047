import * as fs from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';
import { ApiObject, App, Chart, Helm, Include, Testing, YamlOutputType } from 'cdk8s';
import * as kplus from 'cdk8s-plus-27';
import { parseAllDocuments } from 'yaml';
import { Hardening, HardeningControl, NodeAppArmor, Posture, Target } from 'cdk8s-secure-edge';

const deployment = (name: string): any => ({
  apiVersion: 'apps/v1',
  kind: 'Deployment',
  metadata: { name },
  spec: {
    selector: { matchLabels: { app: name } },
    template: { metadata: { labels: { app: name } }, spec: { containers: [{ name: 'main', image: 'busybox' }] } },
  },
});

const HARDENED_CONTAINER = {
  allowPrivilegeEscalation: false,
  capabilities: { drop: ['ALL'] },
  readOnlyRootFilesystem: true,
};

let folder: string;
beforeEach(() => (folder = fs.mkdtempSync(path.join(os.tmpdir(), 'hardening-'))));
afterEach(() => fs.rmSync(folder, { recursive: true, force: true }));

function written(dir: string): any[] {
  return fs
    .readdirSync(dir, { recursive: true, encoding: 'utf8' })
    .sort()
    .filter((f) => f.endsWith('.yaml'))
    .flatMap((f) =>
      parseAllDocuments(fs.readFileSync(path.join(dir, f), 'utf8'), { version: '1.1' }).map((d) => d.toJS()),
    );
}

const templatesOf = (manifests: any[]): any[] =>
  manifests.map((m) => m.spec?.template?.spec).filter((spec) => spec !== undefined);

describe('hardening of an app', () => {
  test.each(Object.values(YamlOutputType).filter((t) => typeof t === 'string'))(
    'applies to objects that are added later, in the files of layout %s',
    (type) => {
      const app = new App({ outdir: folder, yamlOutputType: YamlOutputType[type as keyof typeof YamlOutputType] });
      const early = new Chart(app, 'early');
      new ApiObject(early, 'raw', deployment('early-raw'));
      const workload = new kplus.Deployment(early, 'l2', { containers: [{ image: 'one' }] });
      app.with(new Hardening());

      workload.addContainer({ image: 'two', name: 'second' });
      new kplus.DaemonSet(early, 'late-l2', { containers: [{ image: 'three' }] });
      new ApiObject(early, 'late-raw', deployment('late-raw'));
      const late = new Chart(app, 'late');
      new ApiObject(late, 'raw', deployment('late-chart'));
      app.synth();

      const templates = templatesOf(written(folder));
      expect(templates).toHaveLength(5);
      for (const spec of templates) {
        expect(spec.securityContext).toMatchObject({ runAsNonRoot: true, seccompProfile: { type: 'RuntimeDefault' } });
        expect(spec).toMatchObject({ automountServiceAccountToken: false, enableServiceLinks: false });
        for (const c of spec.containers) {
          expect(c.securityContext).toMatchObject(HARDENED_CONTAINER);
          expect(c.volumeMounts).toContainEqual({ name: expect.stringMatching(/^tmp-/), mountPath: '/tmp' });
        }
      }
      expect(templates.map((t) => t.containers.length).sort()).toEqual([1, 1, 1, 1, 2]);
    },
  );

  test('runs once, even if the tree is validated several times', () => {
    const app = new App({ outdir: folder });
    app.with(new Hardening());
    for (const id of ['a', 'b', 'c']) new ApiObject(new Chart(app, id), 'raw', deployment(id));
    app.synth();
    const first = written(folder);
    app.synth();
    expect(written(folder)).toEqual(first);
    expect(app.synthYaml()).toContain('RuntimeDefault');
  });
});

describe('the token of a service account', () => {
  const bound = (chart: Chart, scope: Chart = chart): void => {
    const account = new kplus.ServiceAccount(chart, 'account', { metadata: { name: 'operator' } });
    const role = new kplus.Role(scope, 'role', { metadata: { namespace: 'shop' } });
    role.allowRead(kplus.ApiResource.CONFIG_MAPS);
    new kplus.RoleBinding(scope, 'binding', { role, metadata: { namespace: 'shop' } }).addSubjects(account);
  };
  const pod = (chart: Chart, name: string, serviceAccountName: string): ApiObject =>
    new ApiObject(chart, name, {
      apiVersion: 'v1',
      kind: 'Pod',
      metadata: { name },
      spec: { serviceAccountName, containers: [{ name: 'main', image: 'x' }] },
    });
  const tokens = (dir: string): any =>
    Object.fromEntries(
      written(dir)
        .filter(({ kind }) => kind === 'Pod')
        .map(({ metadata, spec }) => [metadata.name, spec.automountServiceAccountToken]),
    );

  test.each([1, 2])('stays in a pod whose account has a role in the app, with %d hardenings', (count) => {
    const app = new App({ outdir: folder });
    for (let i = 0; i < count; i += 1) app.with(new Hardening());
    const chart = new Chart(app, 'chart', { namespace: 'shop' });
    const operator = pod(chart, 'operator', 'operator');
    pod(chart, 'web', 'web');
    bound(chart, new Chart(app, 'roles'));
    if (count === 2) chart.with(new Hardening());
    app.synth();
    expect(tokens(folder)).toEqual({ operator: undefined, web: false });
    expect(operator.toJson().spec.automountServiceAccountToken).toBeUndefined();
  });

  test('stays if an object is rendered before the app is synthesized', () => {
    const chart = Testing.chart();
    const operator = pod(chart, 'operator', 'operator').with(new Hardening()) as ApiObject;
    expect(operator.toJson().spec.automountServiceAccountToken).toBe(false);
    bound(chart);
    expect(operator.toJson().spec.automountServiceAccountToken).toBeUndefined();
  });
});

test('hardening leaves out the controls that its author skips', () => {
  const chart = Testing.chart();
  new ApiObject(chart, 'raw', deployment('raw'));
  chart.with(new Hardening({ skip: [HardeningControl.READ_ONLY_ROOT] }));
  expect(Testing.synth(chart)[0].spec.template.spec.containers[0]).toEqual({
    name: 'main',
    image: 'busybox',
    securityContext: { allowPrivilegeEscalation: false, capabilities: { drop: ['ALL'] } },
  });
});

describe('hardening of a construct', () => {
  test('changes a cdk8s-plus workload, and not the one next to it', () => {
    const chart = Testing.chart();
    new kplus.Deployment(chart, 'yes', { containers: [{ image: 'a' }] }).with(new Hardening());
    new kplus.Deployment(chart, 'no', { containers: [{ image: 'b' }] });
    const [yes, no] = Testing.synth(chart);
    expect(yes.spec.template.spec.securityContext.seccompProfile).toEqual({ type: 'RuntimeDefault' });
    expect(no.spec.template.spec.securityContext.seccompProfile).toBeUndefined();
  });

  test('keeps the defaults of cdk8s-plus, even if they are weaker', () => {
    const chart = Testing.chart();
    new kplus.Deployment(chart, 'web', {
      containers: [{ image: 'a', securityContext: { ensureNonRoot: false, readOnlyRootFilesystem: false, user: 0 } }],
    }).with(new Hardening());
    const [web] = Testing.synth(chart);
    expect(web.spec.template.spec.containers[0]).toMatchObject({
      imagePullPolicy: 'Always',
      securityContext: { runAsNonRoot: false, runAsUser: 0, readOnlyRootFilesystem: false },
    });
    expect(web.spec.template.spec.containers[0].volumeMounts).toBeUndefined();
  });

  test('changes the objects of an Include, also inside a List', () => {
    const file = path.join(folder, 'foreign.yaml');
    fs.writeFileSync(
      file,
      JSON.stringify({
        apiVersion: 'v1',
        kind: 'List',
        metadata: { name: 'both' },
        items: [deployment('one'), deployment('two')],
      }),
    );
    const chart = Testing.chart();
    new Include(chart, 'foreign', { url: file }).with(new Hardening());
    const [list] = Testing.synth(chart);
    expect(list.items.map((i: any) => i.spec.template.spec.containers[0].securityContext)).toEqual([
      HARDENED_CONTAINER,
      HARDENED_CONTAINER,
    ]);
  });

  test('changes the objects of a Helm chart', () => {
    const helm = path.join(folder, 'helm');
    fs.writeFileSync(helm, `#!/bin/sh\nprintf '%s' '${JSON.stringify(deployment('from-helm'))}'\n`, {
      mode: 0o755,
    });
    const chart = Testing.chart();
    new Helm(chart, 'release', { chart: 'any', helmExecutable: helm }).with(new Hardening());
    expect(Testing.synth(chart)[0].spec.template.spec.containers[0].securityContext).toEqual(HARDENED_CONTAINER);
  });

  test('writes the fields of the target of the construct', () => {
    const chart = Testing.chart();
    Target.set(chart, Target.kubernetes('1.18', { appArmor: NodeAppArmor.YES }));
    new ApiObject(chart, 'old', deployment('old'));
    chart.with(new Hardening());
    expect(Testing.synth(chart)[0].spec.template.metadata.annotations).toEqual({
      'container.apparmor.security.beta.kubernetes.io/main': 'runtime/default',
      'seccomp.security.alpha.kubernetes.io/pod': 'runtime/default',
    });
  });

  test('writes the name of its target, unless that is the default one', () => {
    const written = (target?: Target): unknown => {
      const chart = Testing.chart();
      new ApiObject(chart, 'raw', deployment('raw'));
      chart.with(new Hardening({ target }));
      return Testing.synth(chart)[0].metadata.annotations;
    };
    expect(written(Target.kubernetes('1.33'))).toEqual({ 'secure-edge.dev/kubernetes': '1.33' });
    expect(written()).toBeUndefined();
  });

  test('applies both postures to a chart with its own posture inside a hardened app', () => {
    const app = Testing.app();
    const chart = new Chart(app, 'chart');
    new ApiObject(chart, 'raw', deployment('raw'));
    app.with(new Hardening());
    chart.with(new Hardening({ posture: new Posture({ userNamespaces: true }), target: Target.kubernetes('1.33') }));
    const [raw] = Testing.synth(chart);
    expect(raw.spec.template.spec).toMatchObject({ hostUsers: false, enableServiceLinks: false });
  });
});

test('a text that cdk8s writes so that Kubernetes reads another is an error at synth, and no file is written', () => {
  const app = new App({ outdir: folder });
  const chart = new Chart(app, 'c');
  new ApiObject(chart, 'raw', { ...deployment('raw'), metadata: { name: 'raw', annotations: { a: 'x\u2028  b: c' } } });
  app.with(new Hardening());
  expect(() => app.synth()).toThrow(/c\/raw: \/metadata\/annotations\/a must not contain control characters/);
  expect(fs.readdirSync(folder)).toEqual([]);
});
