import { createHash } from 'node:crypto';
import { ownPackage } from '../diagnostics/own-package';
import type { Finding } from '../policy/finding';
import type { PolicyReport } from '../policy/policy-report';
import type { Rule } from '../policy/rule';
import type { ManifestSet } from '../policy/subject/manifest-set';
import type { NotJudgedKind } from '../policy/not-judged';
import { SEVERITIES } from '../diagnostics/severity';
import {
  byObject,
  countOf,
  nameOf,
  noticeText,
  notJudgedText,
  objectKey,
  placeOf,
  stateOf,
  targetsOf,
  untilText,
  worstFirst,
  type Notice,
  type ReportContent,
} from './content';
import { escapeMarkup } from './escape';
import { fixSnippetOf } from './fix-snippet';
import { SCRIPT } from './html-script';
import { STYLE } from './html-style';
import { reachOf } from './network';
import { networkGraphOf } from './network-graph';
import { networkPicture } from './network-picture';
import { rulePages } from './rule-page';
import { verdictOf } from './verdict';
import { postureOf, type FrameworkPosture } from './control-state';

/** Renders the report as one self-contained page, which makes no network requests. */
export function htmlReport(content: ReportContent): string {
  const { report, rules, unreadable, documents, notices } = content;
  const sets = documents.length === 0 ? [] : report._sets;
  return `<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src '${hashOf(STYLE)}'; script-src '${hashOf(SCRIPT)}'">
<title>secure-edge: ${countOf(
    SEVERITIES.reduce((sum, severity) => sum + report.count(severity), 0),
    'open finding',
  )}</title>
<style>${STYLE}</style>
</head>
<body>
<main>
<h1>Security of ${countOf(report.objects, 'manifest')}</h1>
${verdictText(content)}
${cards(report)}
<nav aria-label="sections"><a href="#findings">Findings</a><a href="#apps">Apps</a><a href="#network">Who may talk to whom</a><a href="#controls">Controls</a></nav>
${unreadableSection(unreadable)}${notJudgedSection(report.notJudged)}${noticesSection(notices)}${findingsSection(report.findings, rules)}
${appsSection(sets, report.findings)}
${networkSection(sets)}
${controlsSection(postureOf(rules, report.findings))}
</main>
<script>${SCRIPT}</script>
</body>
</html>
`;
}

function hashOf(text: string): string {
  return `sha256-${createHash('sha256').update(text).digest('base64')}`;
}

/** Renders what a reader wants to know first: does it pass, for which date, and by which version. */
function verdictText(content: ReportContent): string {
  const { report, asOf } = content;
  const { word, reason, isGood } = verdictOf(content);
  const date = asOf === undefined ? '' : `, as of ${escapeMarkup(asOf)}`;
  return `<p class="verdict"><b class="${isGood ? 'ok' : 'high'}">${word}</b>: ${escapeMarkup(reason)}</p>
<p class="dim">Judged for ${escapeMarkup(targetsOf(report))} by ${escapeMarkup(report.packs.join(', '))}${date}, with secure-edge ${escapeMarkup(ownPackage().version)}.</p>`;
}

/** Renders one card for each state of findings, which filters them. */
function cards(report: PolicyReport): string {
  const states: [state: string, count: number][] = [
    ...SEVERITIES.map((severity): [string, number] => [severity, report.count(severity)]),
    ...(report.known === undefined ? [] : [['known', report.known] satisfies [string, number]]),
    ['accepted', report.acknowledged],
  ];
  const items = states.map(
    ([state, count]) =>
      `<li><button type="button" disabled aria-pressed="false" data-state="${state}"><b class="${state}">${count}</b>${state}</button></li>`,
  );
  return `<ul class="counts" aria-label="show only these findings">${items.join('')}</ul>`;
}

function unreadableSection(unreadable: ReportContent['unreadable']): string {
  if (unreadable.length === 0) return '';
  const items = unreadable.map(
    ({ file, line, message }) =>
      `<li><code>${escapeMarkup(line === undefined ? file : `${file}:${line}`)}</code> ${escapeMarkup(message)}</li>`,
  );
  return `<h2 class="high">Not judged because it cannot be read</h2>\n<ul>${items.join('')}</ul>\n`;
}

function notJudgedSection(kinds: ReadonlyArray<NotJudgedKind>): string {
  if (kinds.length === 0) return '';
  const items = kinds.map((each) => `<li>${escapeMarkup(notJudgedText(each))}</li>`);
  return `<h2 class="high">Not judged because no rule knows the kind or its content</h2>\n<ul>${items.join('')}</ul>\n`;
}

function noticesSection(notices: ReadonlyArray<Notice>): string {
  if (notices.length === 0) return '';
  return `<ul>${notices.map((each) => `<li>${escapeMarkup(noticeText(each))}</li>`).join('')}</ul>\n`;
}

/** Renders the counts of every object that contains pods, the worst first. */
function appsSection(sets: ReadonlyArray<ManifestSet>, findings: ReadonlyArray<Finding>): string {
  const none = SEVERITIES.map(() => 0).concat(0);
  const byKey = new Map<string, number[]>();
  for (const { file, document, resource, severity, acknowledged } of findings) {
    const key = objectKey(file, document, resource);
    const counts = byKey.get(key) ?? [...none];
    const column = acknowledged === undefined ? SEVERITIES.indexOf(severity) : SEVERITIES.length;
    counts[column] = (counts[column] ?? 0) + 1;
    byKey.set(key, counts);
  }
  const apps = sets
    .flatMap(({ objects }) => objects)
    .filter((object) => object.pods.length > 0)
    .map((object) => {
      const key = objectKey(object.document.file, object.document.document, object);
      return { name: nameOf(object), counts: byKey.get(key) ?? none };
    })
    .sort((a, b) => compare(b.counts, a.counts));
  const rows = apps.map(({ name, counts }) => {
    const cells = counts.map(
      (count, i) => `<td class="number ${count > 0 ? (SEVERITIES[i] ?? '') : 'dim'}">${count}</td>`,
    );
    return `<tr><td>${escapeMarkup(name)}</td>${cells.join('')}</tr>`;
  });
  const columns = [...SEVERITIES, 'accepted'].map((title) => `<th scope="col" class="number">${title}</th>`);
  const head = `<th scope="col">app</th>${columns.join('')}`;
  return section('apps', 'Apps', rows.length === 0 ? '<p>No manifest contains pods.</p>' : table(head, rows));
}

function compare(a: ReadonlyArray<number>, b: ReadonlyArray<number>): number {
  const i = a.findIndex((count, each) => count !== b[each]);
  return i < 0 ? 0 : (a[i] ?? 0) - (b[i] ?? 0);
}

function controlsSection(frameworks: ReadonlyArray<FrameworkPosture>): string {
  const parts = frameworks.map(({ name, controls }) => {
    const rows = controls.map(({ control, rules, open, state }) => {
      const shown = state === 'open' ? `<b class="high">${countOf(open, 'open finding')}</b>` : state;
      const elsewhere = escapeMarkup(control.elsewhere ?? control.rest ?? '');
      const names = rules.map((rule) => `<code>${escapeMarkup(rule)}</code>`).join(', ');
      const who = [names, elsewhere].filter((part) => part !== '').join('<br>');
      return `<tr><td>${escapeMarkup(control.id)}</td><td>${escapeMarkup(control.title)}</td><td>${shown}</td><td>${who}</td></tr>`;
    });
    const head = ['id', 'control', 'state', 'rules, and where the rest is checked']
      .map((t) => `<th scope="col">${t}</th>`)
      .join('');
    const open = controls.filter((each) => each.state === 'open').length;
    return `<details><summary>${escapeMarkup(name)}: ${open} of ${controls.length} controls have open findings</summary><div class="controls">${table(head, rows)}</div></details>`;
  });
  return section(
    'controls',
    'Controls',
    `<p class="dim">No control counts as met: manifests can show that a control is violated, but not that it is fulfilled completely.</p>\n${parts.join('\n')}`,
  );
}

function networkSection(sets: ReadonlyArray<ManifestSet>): string {
  const list = (peers: ReadonlyArray<string> | undefined): string => {
    if (peers === undefined) return '<b class="high">everyone: no policy applies</b>';
    if (peers.length === 0) return '<span class="ok">nobody</span>';
    return `<ul>${peers.map((peer) => `<li>${escapeMarkup(peer)}</li>`).join('')}</ul>`;
  };
  const graph = networkGraphOf(sets);
  const rows = sets.flatMap(reachOf).map(({ object, from, to }) => {
    const node = graph?.nodeOf.get(object);
    return `<tr${node === undefined ? '' : ` data-node="${node}"`}><td>${escapeMarkup(nameOf(object))}</td><td>${list(from)}</td><td>${list(to)}</td></tr>`;
  });
  if (rows.length === 0) return '';
  const head = ['app', 'may be reached by', 'may reach'].map((title) => `<th scope="col">${title}</th>`).join('');
  const picture =
    graph === undefined
      ? '<p>These manifests have too many connections for a picture. The table contains all of them.</p>'
      : `${graph.isByNamespace ? '<p>Each box of the picture is a namespace with all its apps. The table contains each app.</p>\n' : ''}<p class="dim">Red: not restricted by any policy. Dotted: the policy of the other end rejects it. Choose a node to see its connections.</p>
<div class="wide">${networkPicture(graph)}</div>
<p class="described" role="status"></p>`;
  return section(
    'network',
    'Who may talk to whom',
    `<p class="dim">Determined by the network policies in these manifests. The cluster may have more.</p>\n${picture}\n${table(head, rows)}`,
  );
}

function findingsSection(findings: ReadonlyArray<Finding>, rules: ReadonlyArray<Rule>): string {
  if (findings.length === 0) return section('findings', 'Findings', '<p class="ok">No findings.</p>');
  const rationales = new Map(rules.map((rule) => [rule.id, rule.rationale]));
  const pages = rulePages(rules);
  const groups = worstFirst(byObject(findings)).map((group) => {
    const [first] = group;
    const name = first === undefined ? '' : nameOf(first.resource);
    const details = group.map((finding) => findingDetails(finding, rationales, pages.get(finding.rule)));
    return `<section class="object"><h3>${escapeMarkup(name)}</h3>\n${details.join('\n')}\n</section>`;
  });
  return section(
    'findings',
    'Findings',
    `<form hidden role="search"><input type="search" name="words" placeholder="rule, object, file, control …" aria-label="words to search for"><output></output></form>\n${groups.join('\n')}`,
  );
}

function findingDetails(finding: Finding, rationales: ReadonlyMap<string, string>, page: string | undefined): string {
  const { severity, rule, check, container, value, message, path, fix, frameworks, acknowledged, constructPath } =
    finding;
  const state = shownStateOf(finding);
  const standards = [
    ...(check === undefined ? [] : [`Pod Security ${check}`]),
    ...frameworks.map(({ name, id }) => `${name} ${id}`),
  ];
  const yaml = fixSnippetOf(finding);
  const reason = acknowledged && [acknowledged.reason, untilText(finding)].filter((part) => part !== '').join(', ');
  const code = (text: string | undefined): string | undefined => text && `<code>${escapeMarkup(text)}</code>`;
  const entries: [string, string | undefined][] = [
    ['accepted', reason && escapeMarkup(reason)],
    ['known', finding.isKnown ? 'the baseline contains it' : undefined],
    ['where', code(placeOf(finding))],
    ['construct', code(constructPath)],
    ['field', code(path)],
    ['value', code(value)],
    ['why', rationales.has(rule) ? escapeMarkup(rationales.get(rule) ?? '') : undefined],
    ['standards', standards.length > 0 ? escapeMarkup(standards.join(', ')) : undefined],
    [
      'fix',
      `${escapeMarkup(fix)}${yaml === undefined ? '' : `<pre>${yaml.split('\n').map(escapeMarkup).join('\n')}</pre>`}`,
    ],
    ['page', page && `<a href="${escapeMarkup(page)}">${escapeMarkup(rule)}</a>`],
  ];
  const items = entries.map(([word, html]) => (html ? `<dt>${word}</dt><dd>${html}</dd>` : ''));
  const head = `<b class="${severity}">${severity}</b> <code>${escapeMarkup(rule)}</code>${container === undefined ? '' : ` container <bdi>${escapeMarkup(container)}</bdi>`}: ${escapeMarkup(message)}`;
  const note =
    reason === undefined ? (finding.isKnown ? ' <i>(known)</i>' : '') : ` <i>(accepted: ${escapeMarkup(reason)})</i>`;
  return `<details data-severity="${state}"><summary>${head}${note}</summary><dl>${items.join('')}</dl></details>`;
}

/** Returns the name of the card that shows a finding. */
function shownStateOf(finding: Finding): string {
  const state = stateOf(finding);
  if (state === 'open') return finding.severity;
  return state === 'known' ? 'known' : 'accepted';
}

function section(id: string, title: string, body: string): string {
  return `<h2 id="${id}">${title}</h2>\n${body}`;
}

function table(head: string, rows: ReadonlyArray<string>): string {
  return `<div class="wide"><table><thead><tr>${head}</tr></thead><tbody>${rows.join('\n')}</tbody></table></div>`;
}
