import { existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ApiObject, App, Chart, Testing } from 'cdk8s';
import {
  Acknowledgement,
  BuiltInPacks,
  BuiltInRules,
  Hardening,
  Image,
  Pack,
  PolicyValidation,
  SecureEdgeApp,
  Severity,
  Target,
  Weakness,
} from '../../src';
import { ContainerRule, type Violation } from '../../src';

let outdir: string;
beforeEach(() => (outdir = mkdtempSync(join(tmpdir(), 'secure-edge-'))));
afterEach(() => rmSync(outdir, { recursive: true, force: true }));

function pod(chart: Chart, id: string, securityContext: object = {}): ApiObject {
  return new ApiObject(chart, id, {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name: id },
    spec: { containers: [{ name: 'main', image: 'x', securityContext }] },
  });
}

const baseline = { packs: [BuiltInPacks.named('pss-baseline')] };

test('fails before a file is written if there is a finding; the message has construct, field and fix', () => {
  const app = new App({ outdir });
  pod(new Chart(app, 'shop'), 'web', { privileged: true });
  PolicyValidation.on(app, baseline);
  expect(() => app.synth()).toThrow(
    /critical no-privileged: shop\/web, container main, \/spec\/containers\/0\/securityContext\/privileged: .*remove privileged/,
  );
  expect(readdirSync(outdir)).toEqual([]);
  expect(() => app.synthYaml()).toThrow(/no-privileged/);
});

test('writes an app without findings', () => {
  const app = new App({ outdir });
  pod(new Chart(app, 'shop'), 'web');
  PolicyValidation.on(app, baseline);
  app.synth();
  expect(existsSync(join(outdir, 'shop.k8s.yaml'))).toBe(true);
});

test('fails from the chosen severity on', () => {
  const rule = BuiltInRules.named('read-only-root-filesystem');
  const packs = [new Pack({ name: 'own', title: 'own', rules: [rule] })];
  const app = (failOn?: Severity): App => {
    const made = new App({ outdir });
    pod(new Chart(made, 'shop'), 'web');
    PolicyValidation.on(made, { packs, ...(failOn && { failOn }) });
    return made;
  };
  expect(() => app().synth()).not.toThrow();
  expect(() => app(Severity.MEDIUM).synth()).toThrow(/read-only-root-filesystem/);
});

test('checks once in a synth with any number of charts, and checks again in the next synth', () => {
  let looks = 0;
  class Counting extends ContainerRule {
    constructor() {
      const words = { title: 'x', rationale: 'x', fix: 'x' };
      super({ id: 'counting', severity: Severity.LOW, ...words });
    }
    public check(): Violation[] {
      looks += 1;
      return [];
    }
  }
  const app = new App({ outdir });
  const charts = ['a', 'b', 'c'].map((id) => new Chart(app, id));
  for (const chart of charts) pod(chart, 'web');
  PolicyValidation.on(app, { packs: [new Pack({ name: 'own', title: 'own', rules: [new Counting()] })] });
  app.synth();
  expect(looks).toBe(3);
  pod(charts[0]!, 'other');
  app.synthYaml();
  expect(looks).toBe(7);
});

test('checks hardened manifests as they are written, independent of the order of the calls', () => {
  const app = new App({ outdir });
  const validation = PolicyValidation.on(app, { packs: [BuiltInPacks.named('pss-restricted')] });
  app.with(new Hardening());
  const chart = new Chart(app, 'shop');
  pod(chart, 'web');
  expect(() => app.synth()).not.toThrow();
  expect(validation.check().findings).toEqual([]);
  pod(chart, 'weak', { privileged: true });
  expect(() => Testing.synth(chart)).toThrow(/shop\/weak/);
  expect(validation.report().toText()).toContain('Pod weak  shop/weak');
});

test("checks for the Kubernetes version of the app's target", () => {
  const app = new App({ outdir });
  Target.set(app, Target.kubernetes('1.30'));
  expect(PolicyValidation.on(app).check().version.name).toBe('1.30');
  const izuma = new App({ outdir });
  Target.set(izuma, Target.izumaEdge());
  expect(PolicyValidation.on(izuma).check().version.name).toBe('izuma-edge');
});

test('checks each object for its own target, and all of them for a given version', () => {
  const app = new App({ outdir });
  Target.set(app, Target.kubernetes('1.30'));
  const hosts = ['old', 'new'].map((id) => new Chart(app, id));
  Target.set(hosts[0]!, Target.izumaEdge());
  for (const chart of hosts) pod(chart, 'web', { runAsUser: 1, appArmorProfile: { type: 'RuntimeDefault' } });
  const packs = [new Pack({ name: 'own', title: 'own', rules: [BuiltInRules.named('field-of-target')] })];
  const report = PolicyValidation.on(app, { packs }).check();
  expect(report.targets.map(({ target, objects }) => [target.name, objects])).toEqual([
    ['izuma-edge', 1],
    ['1.30', 1],
  ]);
  expect(report.findings.map(({ constructPath, message }) => [constructPath, message])).toEqual([
    ['old/web', 'Kubernetes supports securityContext.appArmorProfile from 1.30, but the target is izuma-edge'],
  ]);
  const all = PolicyValidation.on(app, { packs, kubernetes: 'v1.29.1' }).check();
  expect(all.targets.map(({ target, objects }) => [target.name, objects])).toEqual([['1.29', 2]]);
  expect(all.findings.map(({ constructPath }) => constructPath)).toEqual(['old/web', 'new/web']);
});

describe('a finding that is acknowledged for a construct', () => {
  const accepted = new Acknowledgement({ rule: 'no-privileged', reason: 'the vendor needs it' });
  const annotation = '- rule: no-privileged\n  reason: the vendor needs it\n  container: main\n  value: "true"\n';
  const annotationsOf = (chart: Chart): unknown[] =>
    Testing.synth(chart).map(({ metadata }) => metadata.annotations?.['secure-edge.dev/acknowledge']);

  function judged(): { app: App; chart: Chart; validation: PolicyValidation } {
    const app = new App({ outdir });
    return { app, chart: new Chart(app, 'shop'), validation: PolicyValidation.on(app, baseline) };
  }

  test('is one of several in an object, and the others stay open', () => {
    const { chart, validation } = judged();
    pod(chart, 'weak', { privileged: true, capabilities: { add: ['MAC_ADMIN', 'SYS_MODULE'] } });
    const value = 'SYS_MODULE';
    validation.acknowledge(chart, accepted);
    validation.acknowledge(
      chart,
      new Acknowledgement({ rule: 'added-capabilities', reason: 'it loads modules', value }),
    );
    const open = validation.check().findings.filter((finding) => finding.acknowledged === undefined);
    expect(open.map(({ rule, value: about }) => [rule, about])).toEqual([['added-capabilities', 'MAC_ADMIN']]);
  });

  test('is accepted in all its objects, even late ones, and is written only into manifests with the finding', () => {
    const { app, chart, validation } = judged();
    pod(chart, 'weak', { privileged: true });
    pod(chart, 'strong');
    validation.acknowledge(chart, accepted);
    pod(chart, 'late', { privileged: true });
    expect(validation.check().acknowledged).toBe(2);
    expect(() => app.synth()).not.toThrow();
    expect(annotationsOf(chart)).toEqual([annotation, undefined, annotation]);
    expect(annotationsOf(chart)).toEqual([annotation, undefined, annotation]);
  });

  test('is not accepted in other constructs', () => {
    const { app, chart, validation } = judged();
    validation.acknowledge(pod(chart, 'weak', { privileged: true }), accepted);
    pod(chart, 'other', { privileged: true });
    expect(() => app.synth()).toThrow(/^(?!.*shop\/weak).*no-privileged: shop\/other/s);
  });

  test('is reported as unused if no object has it, or none has it any more', () => {
    const { chart, validation } = judged();
    pod(chart, 'strong');
    validation.acknowledge(chart, accepted);
    const finding = validation.check().findings[0]!;
    expect([finding.rule, finding.constructPath]).toEqual(['unused-acknowledgement', 'shop/strong']);
    pod(chart, 'weak', { privileged: true });
    expect(validation.check().findings.map(({ rule, acknowledged }) => [rule, acknowledged?.reason])).toEqual([
      ['no-privileged', 'the vendor needs it'],
    ]);
  });

  test('is added to the acknowledgements in the manifest itself', () => {
    const app = new App({ outdir });
    Target.set(app, Target.kubernetes('1.27'));
    const chart = new Chart(app, 'shop', { namespace: 'shop' });
    const web = new SecureEdgeApp(chart, 'web', {
      image: Image.onGateway('web:1'),
      weaknesses: [Weakness.writableRootFilesystem('it writes its pages')],
    });
    const validation = PolicyValidation.on(app);
    validation.acknowledge(web, new Acknowledgement({ rule: 'no-latest-tag', reason: 'never matched here' }));
    validation.acknowledge(
      web,
      new Acknowledgement({ rule: 'read-only-root-filesystem', reason: 'not needed twice', container: 'web' }),
    );
    expect(validation.check().findings.filter((f) => f.rule === 'unused-acknowledgement')).toHaveLength(2);
    expect(annotationsOf(chart).join()).toContain('it writes its pages');
    expect(annotationsOf(chart).join()).toContain('never matched here');
  });

  test('is rejected for a construct of another app', () => {
    const { validation } = judged();
    expect(() => validation.acknowledge(new App({ outdir }), accepted)).toThrow('is in another app');
  });
});
