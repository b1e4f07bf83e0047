import * as fc from 'fast-check';
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import type { Finding } from '../../src/policy/finding';
import { PolicyEngine } from '../../src/policy/engine';
import { ManifestDocument } from '../../src/policy/subject/manifest-document';
import { PolicyReport } from '../../src/policy/policy-report';
import { Report } from '../../src/report/report';
import { runs } from '../exhaustive';
import { hostileText, RAW, readsCommand } from '../diagnostics/hostile-text';

const engine = new PolicyEngine();

/** A report with the same text in every place where a manifest, a file or a construct has its own. */
function contentOf(text: string) {
  const metadata = {
    name: text,
    namespace: `shop${text}`,
    labels: { app: text, [text]: text },
    annotations: {
      'secure-edge.dev/acknowledge': JSON.stringify([{ rule: 'no-privileged', reason: `the vendor needs it ${text}` }]),
    },
  };
  const container = {
    name: text,
    image: `registry.example/${text}`,
    command: [text],
    env: [
      { name: text, value: text },
      { name: 'KEY', valueFrom: { secretKeyRef: { name: text, key: text } } },
    ],
    securityContext: { privileged: true, capabilities: { add: [text] } },
    volumeMounts: [{ name: text, mountPath: text }],
  };
  const spec = {
    serviceAccountName: text,
    containers: [container],
    volumes: [{ name: text, hostPath: { path: `/${text}` } }],
  };
  const values = [
    { apiVersion: 'v1', kind: 'Pod', metadata, spec },
    { apiVersion: 'v1', kind: text, metadata: { name: text } },
    {
      apiVersion: 'networking.k8s.io/v1',
      kind: 'NetworkPolicy',
      metadata: { name: text, namespace: `shop${text}` },
      spec: { podSelector: { matchLabels: { app: text } }, ingress: [{ from: [{ ipBlock: { cidr: text } }] }] },
    },
  ];
  const documents = values.map(
    (value, document) => new ManifestDocument({ value, document, file: `in/${text}.yaml`, constructPath: text }),
  );
  const unreadable = [
    { file: text, message: text },
    { file: `${text}.yaml`, line: 3, message: `unexpected ${text}` },
  ];
  return { report: engine.check(documents), rules: engine.rules, documents, unreadable };
}

const reports = new Map<string, Report>();

/** Returns the report of a text, which every form writes. */
function reportOf(text: string): Report {
  const known = reports.get(text) ?? new Report(contentOf(text));
  reports.set(text, known);
  return known;
}

const FORMS: ReadonlyArray<[string, (report: Report) => string]> = [
  ['text', (report) => report.toText()],
  ['text with details', (report) => report.toText({ details: true })],
  ['JSON', (report) => report.toJson()],
  ['SARIF', (report) => report.toSarif()],
  ['JUnit', (report) => report.toJUnit()],
  ['Markdown', (report) => report.toMarkdown()],
  ['HTML', (report) => report.toHtml()],
];

describe.each(FORMS)('the report as %s', (form, write) => {
  test('contains no character that controls a terminal, and no line that a CI runner reads as a command', () => {
    fc.assert(
      fc.property(hostileText, (text) => {
        const written = write(reportOf(text));
        expect(RAW.exec(written)?.index).toBeUndefined();
        // the style and the script belong to the page itself
        expect(written.split('\n').filter(readsCommand)).toEqual([]);
      }),
      { seed: 1, numRuns: runs(8, 20) },
    );
  });

  if (form === 'JSON' || form === 'SARIF')
    test('preserves every name for programs', () => {
      fc.assert(
        fc.property(hostileText, (text) => {
          // a manifest without a name has another finding
          fc.pre(text !== '');
          const names = JSON.stringify(JSON.parse(write(reportOf(text))));
          expect(names).toContain(JSON.stringify(text).slice(1, -1));
        }),
        { seed: 1, numRuns: runs(8, 20) },
      );
    });
});

const MARK = 'marked-text';
const marked = contentOf(MARK);

/** The findings of one text, with another text in its place. The two reports differ only in the text. */
function replaced(text: string): Report {
  const inPlace = <T>(value: T): T =>
    JSON.parse(JSON.stringify(value).replaceAll(MARK, JSON.stringify(text).slice(1, -1)));
  const findings = marked.report.findings.map((finding) => {
    const { resource, file, document, documentPath, constructPath } = finding;
    return inPlace({
      ...finding,
      object: undefined,
      resource,
      file,
      document,
      documentPath,
      constructPath,
    }) as unknown as Finding;
  });
  const { target, targets, packs, _sets: sets } = marked.report;
  const notJudged = inPlace([{ apiVersion: `a.example/${MARK}`, kind: MARK, count: 1, places: [MARK] }]);
  return new Report({
    rules: marked.rules,
    report: PolicyReport._of({
      target,
      targets,
      packs,
      findings,
      notJudged,
      sets,
    }),
    documents: marked.documents.map((document) => new ManifestDocument(inPlace({ ...document }))),
    unreadable: inPlace(marked.unreadable),
  });
}

test('a name never adds a line to the text report, or a column or a row to a table of Markdown', () => {
  const plain = replaced('web');
  fc.assert(
    fc.property(hostileText, (text) => {
      const hostile = replaced(text);
      const lines = (report: string): number => report.split('\n').length;
      for (const details of [false, true])
        expect(lines(hostile.toText({ details }))).toBe(lines(plain.toText({ details })));
      const shape = (markdown: string): number[] =>
        markdown.split('\n').map((line) => (line.startsWith('|') ? line.replace(/\\./g, '').split('|').length : 0));
      expect(shape(hostile.toMarkdown())).toEqual(shape(plain.toMarkdown()));
    }),
    { numRuns: runs(30, 100) },
  );
});

test('a name is never markup: strict parsers find the same elements as in a report of plain names', () => {
  const texts: string[] = [];
  // a report omits the place of a construct without a path
  const named = hostileText.filter((text) => text !== '');
  fc.assert(
    fc.property(named, (text) => void texts.push(text)),
    { numRuns: runs(25, 100) },
  );
  const reports = ['web', ...texts].map(replaced);
  const input = JSON.stringify(reports.map((report) => ({ xml: report.toJUnit(), html: report.toHtml() })));
  const { stdout, stderr, status } = spawnSync('python3', [join(__dirname, 'markup.py')], {
    input,
    encoding: 'utf8',
    maxBuffer: 1 << 28,
  });
  expect({ stderr, status }).toEqual({ stderr: '', status: 0 });
  const counts = JSON.parse(stdout);
  expect(counts).toHaveLength(reports.length);
  for (const count of counts) expect(count).toEqual(counts[0]);
  expect(counts[0].html.elements).toMatchObject({ script: 1, style: 1 });
}, 60_000);

test('Markdown in a name is shown as text', () => {
  const markdown = reportOf('![a](b) <b> @everyone https://x `c` |').toMarkdown();
  expect(markdown).not.toMatch(/!\[a|<b>|@everyone|https:|[^\\]`/);
});
