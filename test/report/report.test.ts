import Ajv from 'ajv';
import * as fc from 'fast-check';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { readYamlDocuments } from '../../src/kubernetes/yaml/yaml-stream';
import { BuiltInPacks } from '../../src/policy/built-in-packs';
import { PolicyEngine } from '../../src/policy/engine';
import { ManifestDocument } from '../../src/policy/subject/manifest-document';
import { Severity } from '../../src/diagnostics/severity';
import type { UnreadableSource } from '../../src/report/content';
import { escapeMarkdown, escapeMarkup, codeOf } from '../../src/report/escape';
import { Report } from '../../src/report/report';
import { codePoint } from '../code-point';

const HOSTILE = '</script><img src=x onerror=alert(1)>"\'|`[a](b)\u202e';

const manifests = (name: string): string => `
apiVersion: apps/v1
kind: Deployment
metadata: {name: ${JSON.stringify(name)}, namespace: shop}
spec:
  template:
    metadata: {labels: {app: web}}
    spec:
      containers: [{name: ${JSON.stringify(name)}, image: x, securityContext: {privileged: true}}]
---
apiVersion: v1
kind: Pod
metadata:
  name: known
  annotations: {secure-edge.dev/acknowledge: '[{rule: no-privileged, reason: "the vendor <b>needs</b> it"}]'}
spec:
  containers: [{name: main, image: x, securityContext: {privileged: true, runAsNonRoot: true, readOnlyRootFilesystem: true}}]
---
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: {name: web, namespace: shop}
spec:
  podSelector: {matchLabels: {app: web}}
  policyTypes: [Ingress, Egress]
  ingress:
    - from:
        - podSelector: {matchLabels: {app: proxy}}
          namespaceSelector: {matchExpressions: [{key: zone, operator: In, values: [a, b]}]}
        - ipBlock: {cidr: 10.0.0.0/8, except: [10.1.0.0/16]}
      ports: [{port: 8080}, {port: 9000, endPort: 9009, protocol: UDP}]
`;

function report(name = 'web'): Report {
  const documents = readYamlDocuments(manifests(name)).map(
    (value, document) => new ManifestDocument({ value, file: 'in/a b.yaml', document }),
  );
  const engine = new PolicyEngine();
  return new Report({
    report: engine.check(documents),
    rules: engine.rules,
    documents,
    unreadable: [{ file: 'broken.yaml', line: 3, message: `<${HOSTILE}` }],
  });
}

describe('SARIF', () => {
  const sarif = JSON.parse(report(HOSTILE).toSarif());
  const [run] = sarif.runs;

  test('is valid by the schema of 2.1.0', () => {
    const { $schema, id, ...schema } = JSON.parse(
      readFileSync(join(__dirname, 'schemas/sarif-2.1.0-rtm.5.json'), 'utf8'),
    );
    expect([$schema, id]).toEqual([expect.any(String), expect.any(String)]);
    const validate = new Ajv({ strict: false, validateFormats: false, unicodeRegExp: false }).compile(schema);
    validate(sarif);
    expect(validate.errors).toBeNull();
    expect(validate({ ...sarif, version: '2.0.0' })).toBe(false);
  });

  test('contains the help of each rule, and its relations to controls in the taxonomies', () => {
    const rule = run.tool.driver.rules.find((each: any) => each.id === 'no-privileged');
    expect(rule.help.text).toMatch(/^A privileged container .*\n\nTo fix it: remove privileged/);
    expect(rule.properties['security-severity']).toBe('9.5');
    for (const { relationships } of run.tool.driver.rules)
      for (const { target } of relationships) {
        const taxonomy = run.taxonomies.find((each: any) => each.name === target.toolComponent.name);
        expect(taxonomy.taxa).toContainEqual({ id: target.id });
      }
  });

  test('gives each result its rule, its place and a unique fingerprint', () => {
    for (const each of run.results) expect(run.tool.driver.rules[each.ruleIndex].id).toBe(each.ruleId);
    const prints = run.results.map((each: any) => each.partialFingerprints['secureEdge/v1']);
    expect(new Set(prints).size).toBe(prints.length);
    expect(run.results[0].locations[0].physicalLocation.artifactLocation.uri).toBe('in/a%20b.yaml');
  });

  test('suppresses acknowledged findings, and no others', () => {
    const suppressed = run.results.filter((each: any) => each.suppressions.length > 0);
    expect(suppressed.map((each: any) => [each.ruleId, each.suppressions])).toEqual([
      ['no-privileged', [{ kind: 'inSource', status: 'accepted', justification: 'the vendor <b>needs</b> it' }]],
    ]);
  });

  test('reports input that could not be judged', () => {
    expect(run.invocations[0].executionSuccessful).toBe(false);
    expect(run.invocations[0].toolExecutionNotifications[0].locations[0].physicalLocation.region.startLine).toBe(3);
  });
});

test('JUnit has a failure for each open finding, a skipped case for each acknowledged one, and an error for unreadable input', () => {
  const xml = report().toJUnit();
  const count = (pattern: RegExp): number => xml.match(pattern)?.length ?? 0;
  const [, tests, failures, errors, skipped] =
    /<testsuites name="secure-edge" tests="(\d+)" failures="(\d+)" errors="(\d+)" skipped="(\d+)">/.exec(xml) ?? [];
  expect([tests, failures, errors, skipped].map(Number)).toEqual([
    count(/<testcase /g),
    count(/<failure /g),
    count(/<error /g),
    count(/<skipped /g),
  ]);
  expect(skipped).toBe('1');
  expect(xml).toContain('<skipped message="accepted: the vendor &lt;b&gt;needs&lt;/b&gt; it"/>');
});

test('Markdown has a row for each open finding, and the acknowledged ones below', () => {
  const markdown = report(HOSTILE).toMarkdown();
  const rows = markdown.split('\n').filter((line) => /^\| (critical|high|medium|low) \|/.test(line));
  expect(rows.length).toBeGreaterThan(0);
  // a cell that ends early would add a column
  for (const row of rows) expect(row.replace(/\\./g, '').split('|')).toHaveLength(7);
  expect(markdown).toContain('<summary>1 accepted</summary>');
  expect(markdown).not.toMatch(/<img|<b>|\u202e/);
});

describe('the page', () => {
  const html = report(HOSTILE).toHtml();

  test('makes no network requests', () => {
    expect(html).toContain("default-src 'none'");
    // a link asks for nothing until somebody follows it
    const links = /<a href="(#[a-z]+|https:\/\/github\.com\/[^"]+\/docs\/rules\/[a-z-]+\.md)">/g;
    expect(html.match(links)?.length).toBeGreaterThan(4);
    expect(html.replace(links, '')).not.toMatch(/\b(src|href|action)=["']|url\(|@import|https?:\/\//);
  });

  test('contains no tag or script from a manifest', () => {
    expect(html.match(/<script/g)).toHaveLength(1);
    expect(html).not.toMatch(/<img|<b>needs|\u202e/);
    expect(html).toContain('&lt;/script&gt;&lt;img');
  });

  test('shows who may talk to whom, and where no policy applies', () => {
    expect(html).toContain('pods app=proxy in namespaces zone In (a, b), TCP 8080, UDP 9000-9009');
    expect(html).toContain('10.0.0.0/8 except 10.1.0.0/16, TCP 8080');
    expect(html).toContain('<td><span class="ok">nobody</span></td>');
    expect(html.match(/no policy applies/g)).toHaveLength(2);
  });

  test('counts the findings of each app, even if two files have apps with the same name', () => {
    const pod = (name: string, privileged: boolean): unknown => ({
      apiVersion: 'v1',
      kind: 'Pod',
      metadata: { name },
      spec: { containers: [{ name: 'main', image: 'x', securityContext: { privileged } }] },
    });
    const documents = [pod('twin', true), pod('twin', false)].map(
      (value, i) => new ManifestDocument({ value, file: `${i}.yaml` }),
    );
    const engine = new PolicyEngine({ packs: [BuiltInPacks.named('pss-baseline')] });
    const page = new Report({ report: engine.check(documents), documents }).toHtml();
    const rows = [...page.matchAll(/<tr[^>]*><td>Pod twin<\/td><td class="number \w+">(\d)<\/td>/g)].map(
      ([, count]) => count,
    );
    expect(rows).toEqual(['1', '0']);
  });

  test('starts with the verdict, the date and the version', () => {
    const page = (severity?: Severity, unreadable: UnreadableSource[] = []): string => {
      const pod = {
        apiVersion: 'v1',
        kind: 'Pod',
        metadata: { name: 'a' },
        spec: { containers: [], hostNetwork: true },
      };
      const engine = new PolicyEngine({ packs: [BuiltInPacks.named('pss-baseline')], asOf: '2026-01-31' });
      const checked = engine.check([new ManifestDocument({ value: pod })]);
      return new Report({ report: checked, unreadable, failOn: severity, asOf: engine.asOf }).toHtml();
    };
    const verdict = (html: string): string => /<p class="verdict"><b class="\w+">(.*?)<\/p>/.exec(html)?.[1] ?? '';
    expect(page()).toMatch(
      /Judged for Kubernetes 1\.27 by pss-baseline, as of 2026-01-31, with secure-edge \d+\.\d+\.\d+\./,
    );
    expect(verdict(page())).toBe('Failed</b>: 1 open finding is high or worse');
    expect(verdict(page(Severity.CRITICAL))).toBe('Passed</b>: no open finding is critical');
    expect(verdict(page(Severity.CRITICAL, [{ file: 'a', message: 'b' }]))).toMatch(
      /^Incomplete<\/b>: a part of the input/,
    );
  });

  test('has a card for each state, which is a button that is not pressed', () => {
    const cards = [...html.matchAll(/<button type="button" disabled aria-pressed="false" data-state="(\w+)">/g)];
    expect(cards.map(([, state]) => state)).toEqual(['critical', 'high', 'medium', 'low', 'accepted']);
    const states = new Set([...html.matchAll(/<details data-severity="(\w+)">/g)].map(([, state]) => state));
    expect([...states].every((state) => cards.some((card) => card[1] === state))).toBe(true);
  });

  test('shows an accepted finding beside its reason', () => {
    expect(html).toMatch(/<i>\(accepted: the vendor &lt;b&gt;needs&lt;\/b&gt; it\)<\/i><\/summary>/);
  });

  test('counts no control as met', () => {
    expect(html).toMatch(/<td>4\.4\.3<\/td><td>[^<]*<\/td><td><b class="high">\d+ open findings?<\/b>/);
    expect(html).toMatch(/<td>4\.1\.1<\/td><td>[^<]*<\/td><td>not visible in manifests<\/td><td>a scanner/);
    expect(html).toMatch(/<td>4\.6<\/td>.*<code>no-tpm-device<\/code>.*<br>measured boot/);
  });
});

test('escaped text is never markup, whatever it contains', () => {
  const hostile = fc.oneof(
    fc.string({ unit: codePoint }),
    fc.string({ unit: fc.constantFrom(...'<>&"\'|`*_[]()\\\n\r\0@~!') }),
  );
  fc.assert(
    fc.property(hostile, (text) => {
      expect(escapeMarkup(text)).not.toMatch(/[<>"'\u0000-\u001f\ufffe\uffff]|&(?!(amp|lt|gt|quot|#39);)/);
      for (const escaped of [escapeMarkdown(text), codeOf(text).replace(/^<code>|<\/code>$/g, '')]) {
        expect(escaped).not.toMatch(/[<>\n\r@]/);
        expect(escaped.replace(/\\[^\n]/g, '')).not.toMatch(/[|`*_[\]\\]/);
      }
    }),
    { seed: 1, numRuns: 1000 },
  );
});

test('two reports of the same check have the same bytes', () => {
  for (const form of ['toText', 'toJson', 'toSarif', 'toJUnit', 'toMarkdown', 'toHtml'] as const)
    expect(report()[form]()).toBe(report()[form]());
});

test.each(['toText', 'toJson', 'toSarif', 'toJUnit', 'toMarkdown', 'toHtml'] as const)(
  '%s contains each notice, which does not fail the check',
  (form) => {
    const checked = new PolicyEngine().check([]);
    const notices = [{ id: 'kinds-without-schema', title: 'not validated', items: ['a.example/v1 Robot', '<u>'] }];
    const text = new Report({ report: checked, notices }).toText();
    expect(text).toContain('not validated: a.example/v1 Robot; <u>');
    const said = new Report({ report: checked, notices })[form]();
    expect(said).toMatch(/not validated.*a\.example\/v1 Robot/);
    expect(said.includes('<u>')).toBe(form === 'toText' || form === 'toJson' || form === 'toSarif');
  },
);
