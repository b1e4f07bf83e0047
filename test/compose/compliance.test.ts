import { convertProject, manifestsOf } from '../../src/compose/compose-converter';
import type { ServiceDefinition } from '../../src/compose/service-definition';
import { everyWish } from '../../src/compose/wishes';
import { Target } from '../../src/kubernetes/target';
import { PolicyEngine, ManifestDocument, Severity } from 'cdk8s-secure-edge';
import { projectOf } from './project';
import { SAMPLES } from './service-samples';

/** Returns the findings at high or above in a project of one service for each sample: the open ones, and the rules of the accepted ones. */
function seriousFindings(accepted: ReadonlyMap<string, string>): { open: string[]; accepted: Set<string> } {
  const services = Object.entries(SAMPLES).flatMap(([key, values]) =>
    (values as ReadonlyArray<unknown>).map((value, i): [string, ServiceDefinition] => [
      `${key.replace(/_/g, '-').toLowerCase()}-${i}`,
      // each client of Parsec needs a user of its own
      { image: 'docker.io/library/nginx:1.27', user: String(20_000 + i), [key]: value },
    ]),
  );
  const other: ServiceDefinition = { image: 'docker.io/library/redis:7' };
  const project = projectOf({ ...Object.fromEntries(services), other });
  const options = { target: Target.kubernetes('1.30'), accepted, namespace: 'shop' };
  const documents = manifestsOf(convertProject(project, options)).map(
    (value, document) => new ManifestDocument({ value, file: 'shop.k8s.yaml', document }),
  );
  const report = new PolicyEngine({ kubernetes: '1.30' }).check(documents);
  const serious = report.findings.filter(({ severity }) => isSerious(severity));
  return {
    open: serious
      .filter(({ acknowledged }) => acknowledged === undefined)
      .map(({ rule, message, resource }) => `${resource.name} ${rule}: ${message}`),
    accepted: new Set(serious.filter(({ acknowledged }) => acknowledged !== undefined).map(({ rule }) => rule)),
  };
}

function isSerious(severity: Severity): boolean {
  return severity === Severity.CRITICAL || severity === Severity.HIGH;
}

test('manifests of every key have no open finding at high, whether weaknesses are accepted or not', () => {
  // a client of Parsec mounts the folder of the socket
  const ofClient = new Set(['namespace-pod-security', 'no-host-path']);
  expect(seriousFindings(new Map())).toEqual({ open: [], accepted: ofClient });
  const { open, accepted } = seriousFindings(new Map(everyWish().map((wish) => [wish, 'accepted in the test'])));
  expect(open).toEqual([]);
  expect([...accepted]).toEqual(expect.arrayContaining(['no-privileged', 'no-host-path', 'run-as-non-root']));
});
