import fc from 'fast-check';
import { ManifestDocument } from '../../../../src/policy/subject/manifest-document';
import { PolicyEngine } from '../../../../src/policy/engine';
import { Report } from '../../../../src/report/report';

/** Text that stands for a secret. No report may contain it. */
const SECRET = 'hunter2Correct9Horse';

const NAMES = ['PASSWORD', 'dbPassword', 'URL', 'token', 'X', ''];
const FORMS = [
  SECRET,
  `postgres://app:${SECRET}@db.example/app`,
  `--password ${SECRET}`,
  `--password=${SECRET}`,
  `export TOKEN=${SECRET}; exec sensor`,
  `user: app\npassword: ${SECRET}\n`,
  `{"token": "${SECRET}"}`,
  `Authorization: Bearer ${SECRET}`,
  `curl -u bob:${SECRET} https://example.com`,
  `mysql -p${SECRET}`,
  `-Da.password=${SECRET}`,
  `requirepass ${SECRET}\nbind 0.0.0.0`,
  `ghp_${SECRET.padEnd(36, '0')}`,
];

const name = fc.constantFrom(...NAMES);
const text = fc.constantFrom(...FORMS);
const words = fc.array(fc.oneof(text, fc.constantFrom('--password', '-a', 'redis-cli', 'sh', '-c', 'curl', '-u')), {
  maxLength: 6,
});
const container = fc.record({
  name: fc.constant('main'),
  image: fc.constant('registry.example/sensor:1'),
  env: fc.array(fc.record({ name, value: text }), { maxLength: 3 }),
  command: words,
  args: words,
  livenessProbe: fc.record({ exec: fc.record({ command: words }) }),
});
const metadata = fc.record({
  name: fc.constant('sensor'),
  annotations: fc.dictionary(fc.constantFrom('example.com/password', 'a', 'b/c'), text),
});
const object = fc.oneof(
  fc.record({
    apiVersion: fc.constant('v1'),
    kind: fc.constant('Pod'),
    metadata,
    spec: fc.record({ containers: fc.array(container, { minLength: 1, maxLength: 2 }) }),
  }),
  fc.record({
    apiVersion: fc.constant('v1'),
    kind: fc.constantFrom('ConfigMap', 'Secret'),
    metadata,
    data: fc.dictionary(fc.constantFrom('password', 'app.properties', 'run.sh', 'a.json'), text),
    stringData: fc.dictionary(fc.constantFrom('password', 'key'), text),
  }),
);

test('no report of any form contains a secret', () => {
  fc.assert(
    fc.property(fc.array(object, { minLength: 1, maxLength: 3 }), (objects) => {
      const documents = objects.map((value) => new ManifestDocument({ value }));
      const report = new Report({ report: new PolicyEngine({ kubernetes: '1.33' }).check(documents), documents });
      for (const text of [
        report.toText(),
        report.toText({ details: true }),
        report.toJson(),
        report.toSarif(),
        report.toJUnit(),
        report.toMarkdown(),
        report.toHtml(),
      ])
        expect(text).not.toContain(SECRET);
    }),
    { numRuns: 40 },
  );
});
