import { existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ApiObject, App, Chart, Testing } from 'cdk8s';
import { BuiltInPacks, BuiltInRules, Hardening, Pack, PolicyValidation, Severity, Target } from '../src';
import { ContainerRule, type Violation } from '../src';

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

test('an app with a finding fails before a file is written, and the message names construct, field and mend', () => {
  const app = new App({ outdir });
  pod(new Chart(app, 'shop'), 'web', { privileged: true });
  PolicyValidation.on(app, baseline);
  expect(() => app.synth()).toThrow(
    /critical no-privileged: shop\/web, container main, \/spec\/containers\/0\/securityContext\/privileged: .*remove privileged/,
  );
  expect(readdirSync(outdir)).toEqual([]);
  expect(() => app.synthYaml()).toThrow(/no-privileged/);
});

test('an app without findings is written', () => {
  const app = new App({ outdir });
  pod(new Chart(app, 'shop'), 'web');
  PolicyValidation.on(app, baseline);
  app.synth();
  expect(existsSync(join(outdir, 'shop.k8s.yaml'))).toBe(true);
});

test('the failing severity can be another one', () => {
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

test('one synth judges once, however many charts there are, and the next one judges anew', () => {
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
  pod(charts[0], 'other');
  app.synthYaml();
  expect(looks).toBe(7);
});

test('what is hardened is judged as it is written, added late or not, whichever came first', () => {
  const app = new App({ outdir });
  const validation = PolicyValidation.on(app, { packs: [BuiltInPacks.named('pss-restricted')] });
  app.with(new Hardening());
  const chart = new Chart(app, 'shop');
  pod(chart, 'web');
  expect(() => app.synth()).not.toThrow();
  expect(validation.check().findings).toEqual([]);
  pod(chart, 'weak', { privileged: true });
  expect(() => Testing.synth(chart)).toThrow(/shop\/weak/);
  expect(validation.report().toText()).toContain('Pod weak in shop/weak');
});

test("the app's target says the version of Kubernetes", () => {
  const app = new App({ outdir });
  Target.set(app, Target.kubernetes('1.30'));
  expect(PolicyValidation.on(app).check().version.name).toBe('1.30');
  const izuma = new App({ outdir });
  Target.set(izuma, Target.izumaEdge());
  expect(PolicyValidation.on(izuma).check().version.name).toBe('1.27');
});
