import { App, Chart, Testing } from 'cdk8s';
import {
  Identity,
  Image,
  ParsecClient,
  Placement,
  PolicyEngine,
  PolicyValidation,
  Severity,
  Target,
} from 'cdk8s-secure-edge';
import { ManifestDocument } from '../../src/policy/subject/manifest-document';

function app(): { app: App; chart: Chart } {
  const made = Testing.app();
  const chart = new Chart(made, 'keys');
  Target.set(chart, Target.izumaEdge());
  new ParsecClient(chart, 'signer', {
    image: Image.onGateway('signer:1.0'),
    identity: Identity.user(20010),
    placement: Placement.gateway('gateway-1'),
  });
  return { app: made, chart };
}

test('a default client on izuma-edge passes the check of its app, and needs each of its acknowledgements', () => {
  const { app: made } = app();
  const report = PolicyValidation.on(made, { failOn: Severity.LOW }).check();
  expect(report.findings.filter(({ acknowledged }) => acknowledged === undefined)).toEqual([]);
  expect(report.targets.map(({ target }) => target.name)).toEqual(['izuma-edge']);
  expect(() => made.synthYaml()).not.toThrow();
});

test('its manifests pass a check without options', () => {
  const documents = Testing.synth(app().chart).map((value, document) => new ManifestDocument({ value, document }));
  const report = new PolicyEngine().check(documents);
  expect(report.findings.filter(({ acknowledged }) => acknowledged === undefined)).toEqual([]);
  expect(report.targets.map(({ target, objects }) => [target.name, objects])).toEqual([
    ['izuma-edge', documents.length],
  ]);
});
