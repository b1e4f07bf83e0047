import { convertProject, manifestsOf, type Conversion } from '../../src/compose/compose-converter';
import type { ServiceDefinition } from '../../src/compose/service-definition';
import { everyWish } from '../../src/compose/wishes';
import { Target } from '../../src/kubernetes/target';
import { PolicyEngine, ManifestDocument, Severity } from 'cdk8s-secure-edge';
import { exhaustive } from '../exhaustive';
import { projectOf } from './project';
import { SAMPLES } from './service-samples';

interface Sample {
  readonly service: string;
  readonly definition: ServiceDefinition;
  /** True for the last value of a key. */
  readonly isLast: boolean;
}

/** One service for each value of each key. */
const ALL: ReadonlyArray<Sample> = Object.entries(SAMPLES).flatMap(([key, values]: [string, ReadonlyArray<unknown>]) =>
  values.map((value, i) => ({
    service: `${key.replace(/_/g, '-').toLowerCase()}-${i}`,
    // each client of Parsec needs a user of its own
    definition: { image: 'docker.io/library/nginx:1.27', user: String(20_000 + i), [key]: value },
    isLast: i === values.length - 1,
  })),
);

type Accepted = ReadonlyMap<string, string>;
const NOTHING: Accepted = new Map();
const EVERYTHING: Accepted = new Map(everyWish().map((wish) => [wish, 'accepted in the test']));

function converted(samples: ReadonlyArray<Sample>, accepted: Accepted): Conversion {
  const services = Object.fromEntries(samples.map(({ service, definition }) => [service, definition]));
  const project = projectOf({ ...services, other: { image: 'docker.io/library/redis:7' } });
  return convertProject(project, { target: Target.kubernetes('1.30'), accepted, namespace: 'shop' });
}

/** Returns the samples that are converted in another way if weaknesses are accepted. */
function weakSamples(): Set<Sample> {
  const [before, after] = [NOTHING, EVERYTHING].map((accepted) => {
    const { entries } = converted(ALL, accepted).report;
    const outcomesOf = (of: string): string[] =>
      entries.filter(({ service }) => service === of).map(({ key, outcome, reason }) => [key, outcome, reason].join());
    const plain = new Set(outcomesOf('other'));
    return (of: string): string =>
      outcomesOf(of)
        .filter((each) => !plain.has(each))
        .join('\n');
  });
  return new Set(ALL.filter(({ service }) => before?.(service) !== after?.(service)));
}

/** Returns the findings at high or above in a project of samples: the open ones, and the rules of the accepted ones. */
function seriousFindings(
  samples: ReadonlyArray<Sample>,
  accepted: Accepted,
): { open: string[]; accepted: Set<string> } {
  const documents = manifestsOf(converted(samples, accepted)).map(
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
  const weak = weakSamples();
  expect(weak.size).toBeGreaterThan(15);
  // a client of Parsec mounts the folder of the socket
  const ofClient = new Set(['namespace-pod-security', 'no-host-path']);
  expect(
    seriousFindings(
      ALL.filter((sample) => exhaustive || sample.isLast || weak.has(sample)),
      NOTHING,
    ),
  ).toEqual({ open: [], accepted: ofClient });
  const { open, accepted } = seriousFindings(
    ALL.filter((sample) => exhaustive || weak.has(sample)),
    EVERYTHING,
  );
  expect(open).toEqual([]);
  expect([...accepted]).toEqual(expect.arrayContaining(['no-privileged', 'no-host-path', 'run-as-non-root']));
});
