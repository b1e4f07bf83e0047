import { createHash } from 'node:crypto';
import type { Finding } from '../policy/finding';
import type { ManifestSet } from '../policy/subject/manifest-set';
import type { NotJudgedKind } from '../policy/not-judged';
import { SEVERITIES } from '../diagnostics/severity';
import {
  byObject,
  countOf,
  countsOf,
  nameOf,
  noticeText,
  notJudgedText,
  objectKey,
  placeOf,
  targetsOf,
  type Notice,
  type ReportContent,
} from './content';
import { escapeMarkup } from './escape';
import { fixSnippetOf } from './fix-snippet';
import { reachOf } from './network';
import { postureOf, type FrameworkPosture } from './control-state';

const STYLE = `
:root { color-scheme: light dark; --line: #d5d9e0; --soft: #f3f5f8; --text: #16202c; --dim: #566273; --back: #fff;
  --critical: #a30d2d; --high: #c2410c; --medium: #8a6100; --low: #0b6394; --ok: #216e39; }
@media (prefers-color-scheme: dark) { :root { --line: #333d4b; --soft: #1a212b; --text: #e4e9f0; --dim: #9aa7b8; --back: #10151c;
  --critical: #ff7b93; --high: #ffa266; --medium: #e5c15c; --low: #74c2f0; --ok: #7bd093; } }
* { box-sizing: border-box; }
body { margin: 0 auto; max-width: 72rem; padding: 1rem; font: 1rem/1.5 system-ui, sans-serif; color: var(--text); background: var(--back); }
h1 { font-size: 1.5rem; margin: .5rem 0; } h2 { font-size: 1.2rem; margin: 2rem 0 .5rem; } h3 { font-size: 1rem; margin: 1rem 0 .25rem; }
p { margin: .25rem 0; } .dim { color: var(--dim); }
.counts { display: flex; flex-wrap: wrap; gap: .5rem; padding: 0; list-style: none; }
.counts li { border: 1px solid var(--line); border-radius: .5rem; padding: .5rem 1rem; background: var(--soft); }
.counts b { display: block; font-size: 1.5rem; line-height: 1.2; }
.critical { color: var(--critical); } .high { color: var(--high); } .medium { color: var(--medium); } .low { color: var(--low); } .ok { color: var(--ok); }
.wide { overflow-x: auto; } table { border-collapse: collapse; width: 100%; }
th, td { border-bottom: 1px solid var(--line); padding: .35rem .5rem; text-align: left; vertical-align: top; overflow-wrap: anywhere; }
td:first-child { min-width: 9rem; }
th { color: var(--dim); font-weight: 600; overflow-wrap: normal; } th.number, td.number { text-align: right; }
td ul { margin: 0; padding-left: 1.1rem; }
code, bdi { unicode-bidi: isolate; }
code, pre { font: .9em/1.45 ui-monospace, monospace; overflow-wrap: anywhere; }
pre { background: var(--soft); border-radius: .35rem; padding: .5rem .75rem; margin: .5rem 0; overflow-x: auto; overflow-wrap: normal; }
form { display: flex; flex-wrap: wrap; gap: .5rem 1rem; align-items: center; margin: .5rem 0; }
input[type=search] { font: inherit; padding: .35rem .6rem; flex: 1 1 14rem; min-width: 0; border: 1px solid var(--line); border-radius: .35rem; background: var(--back); color: inherit; }
.object { content-visibility: auto; contain-intrinsic-size: auto 6rem; }
details { border: 1px solid var(--line); border-radius: .35rem; margin: .35rem 0; padding: .35rem .75rem; }
summary { cursor: pointer; overflow-wrap: anywhere; } dl { margin: .5rem 0 0; display: grid; grid-template-columns: max-content 1fr; gap: .15rem .75rem; }
dt { color: var(--dim); } dd { margin: 0; overflow-wrap: anywhere; min-width: 0; } [hidden] { display: none !important; }
@media (max-width: 40rem) { th, td { padding: .35rem .25rem; font-size: .85rem; } td:first-child { min-width: 7rem; } dl { grid-template-columns: 1fr; } dt { margin-top: .35rem; } }
`;

/** Script that filters the findings by the form. Without scripts, all findings are visible. */
const SCRIPT = `
'use strict';
const form = document.querySelector('form');
const findings = [...document.querySelectorAll('details[data-severity]')];
function show() {
  const wanted = new Set([...form.querySelectorAll('input[name=state]:checked')].map((input) => input.value));
  const words = form.elements.words.value.toLowerCase().split(/\\s+/).filter(Boolean);
  let count = 0;
  for (const each of findings) {
    const text = each.textContent.toLowerCase() + ' ' + each.parentElement.firstElementChild.textContent.toLowerCase();
    each.hidden = !wanted.has(each.dataset.severity) || !words.every((word) => text.includes(word));
    if (!each.hidden) count += 1;
  }
  for (const object of document.querySelectorAll('.object'))
    object.hidden = ![...object.querySelectorAll('details')].some((each) => !each.hidden);
  form.querySelector('output').textContent = count + ' of ' + findings.length;
}
form.hidden = false;
form.addEventListener('input', show);
form.addEventListener('submit', (event) => event.preventDefault());
show();
`;

/** Renders the report as one self-contained page, which makes no network requests. */
export function htmlReport(content: ReportContent): string {
  const { report, rules, unreadable, documents, notices } = content;
  const sets = documents.length === 0 ? [] : report._sets;
  const rationales = new Map(rules.map((rule) => [rule.id, rule.rationale]));
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
<p class="dim">Judged for ${escapeMarkup(targetsOf(report))} by ${escapeMarkup(report.packs.join(', '))}: ${countsOf(report)}</p>
<ul class="counts">${SEVERITIES.map((s) => `<li><b class="${s}">${report.count(s)}</b>${s}</li>`).join('')}<li><b>${report.acknowledged}</b>acknowledged</li></ul>
${unreadableSection(unreadable)}${notJudgedSection(report.notJudged)}${noticesSection(notices)}${appsSection(sets, report.findings)}
${controlsSection(postureOf(rules, report.findings))}
${networkSection(sets)}
${findingsSection(report.findings, rationales)}
</main>
<script>${SCRIPT}</script>
</body>
</html>
`;
}

function hashOf(text: string): string {
  return `sha256-${createHash('sha256').update(text).digest('base64')}`;
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
  const columns = [...SEVERITIES, 'acknowledged'].map((title) => `<th scope="col" class="number">${title}</th>`);
  const head = `<th scope="col">app</th>${columns.join('')}`;
  return section('Apps', rows.length === 0 ? '<p>No manifest contains pods.</p>' : table(head, rows));
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
    return `<details><summary>${escapeMarkup(name)}: ${open} of ${controls.length} controls have open findings</summary>${table(head, rows)}</details>`;
  });
  return section(
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
  const rows = sets
    .flatMap(reachOf)
    .map(
      ({ object, from, to }) =>
        `<tr><td>${escapeMarkup(nameOf(object))}</td><td>${list(from)}</td><td>${list(to)}</td></tr>`,
    );
  if (rows.length === 0) return '';
  const head = ['app', 'may be reached by', 'may reach'].map((title) => `<th scope="col">${title}</th>`).join('');
  return section(
    'Who may talk to whom',
    `<p class="dim">Determined by the network policies in these manifests. The cluster may have more.</p>\n${table(head, rows)}`,
  );
}

function findingsSection(findings: ReadonlyArray<Finding>, rationales: ReadonlyMap<string, string>): string {
  if (findings.length === 0) return section('Findings', '<p class="ok">No findings.</p>');
  const boxes = [...SEVERITIES, 'acknowledged'].map(
    (state) => `<label class="${state}"><input type="checkbox" name="state" value="${state}" checked> ${state}</label>`,
  );
  const groups = byObject(findings).map((group) => {
    const [first] = group;
    const name = first === undefined ? '' : nameOf(first.resource);
    return `<section class="object"><h3>${escapeMarkup(name)}</h3>\n${group.map((f) => findingDetails(f, rationales)).join('\n')}\n</section>`;
  });
  return section(
    'Findings',
    `<form hidden><input type="search" name="words" placeholder="rule, object, file, control …" aria-label="words to search for">${boxes.join('')}<output></output></form>\n${groups.join('\n')}`,
  );
}

function findingDetails(finding: Finding, rationales: ReadonlyMap<string, string>): string {
  const { severity, rule, check, container, message, path, fix, frameworks, acknowledged, constructPath } = finding;
  const state = acknowledged === undefined ? severity : 'acknowledged';
  const standards = [
    ...(check === undefined ? [] : [`Pod Security ${check}`]),
    ...frameworks.map(({ name, id }) => `${name} ${id}`),
  ];
  const yaml = fixSnippetOf(finding);
  const entries: [string, string | undefined][] = [
    ['acknowledged', acknowledged && escapeMarkup(acknowledged.reason)],
    ['where', placeOf(finding) && `<code>${escapeMarkup(placeOf(finding) ?? '')}</code>`],
    ['construct', constructPath && `<code>${escapeMarkup(constructPath)}</code>`],
    ['field', path && `<code>${escapeMarkup(path)}</code>`],
    ['why', rationales.has(rule) ? escapeMarkup(rationales.get(rule) ?? '') : undefined],
    ['standards', standards.length > 0 ? escapeMarkup(standards.join(', ')) : undefined],
    [
      'fix',
      `${escapeMarkup(fix)}${yaml === undefined ? '' : `<pre>${yaml.split('\n').map(escapeMarkup).join('\n')}</pre>`}`,
    ],
  ];
  const items = entries.map(([word, html]) => (html ? `<dt>${word}</dt><dd>${html}</dd>` : ''));
  const head = `<b class="${severity}">${severity}</b> <code>${escapeMarkup(rule)}</code>${container === undefined ? '' : ` container <bdi>${escapeMarkup(container)}</bdi>`}: ${escapeMarkup(message)}`;
  return `<details data-severity="${state}"><summary>${head}${acknowledged ? ' <i>(acknowledged)</i>' : ''}</summary><dl>${items.join('')}</dl></details>`;
}

function section(title: string, body: string): string {
  return `<h2>${title}</h2>\n${body}`;
}

function table(head: string, rows: ReadonlyArray<string>): string {
  return `<div class="wide"><table><thead><tr>${head}</tr></thead><tbody>${rows.join('\n')}</tbody></table></div>`;
}
