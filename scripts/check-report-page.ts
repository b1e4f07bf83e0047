/**
 * Opens the HTML report of every generated manifest in Chromium, as wide as a desktop and as a phone, light and dark: it
 * fits, can be read, makes no network requests, shows the apps and their reach, and its filter shows what it is asked for.
 */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { readManifests } from '../src/cli/manifest-input';
import { Progress } from '../src/cli/progress';
import { PolicyEngine } from '../src/policy/engine';
import type { Finding } from '../src/policy/finding';
import { Report } from '../src/report/report';
import { Browser } from './lib/browser';
import { manifestFiles, ROOT } from './lib/repository';

const WIDTHS = { desktop: 1280, phone: 390 };
const SCHEMES = ['light', 'dark'];

/** Program that runs in the page, and returns what is visible. */
const SEEN = `(() => {
  const rgb = (color) => color.match(/[\\d.]+/g).slice(0, 3).map((c) => c / 255).map((c) => c <= 0.03928 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4);
  const light = (color) => { const [r, g, b] = rgb(color); return 0.2126 * r + 0.7152 * g + 0.0722 * b; };
  const back = light(getComputedStyle(document.body).backgroundColor);
  const contrast = (element) => { const [a, b] = [light(getComputedStyle(element).color), back].sort((x, y) => y - x); return (a + 0.05) / (b + 0.05); };
  const texts = (selector) => [...document.querySelectorAll(selector)].map((each) => each.textContent);
  return {
    isDark: back < 0.5,
    overflow: document.documentElement.scrollWidth - document.documentElement.clientWidth,
    pale: [...document.querySelectorAll('b, span, h1, h2, h3, p, td, summary')].filter((each) => contrast(each) < 4.5).map((each) => each.className + ' ' + each.textContent.slice(0, 20)),
    sections: texts('h2'),
    apps: document.querySelector('#apps').nextElementSibling.querySelectorAll('tbody tr').length,
    broken: [...document.querySelectorAll('.controls code')].filter((each) => each.getClientRects().length > 1 || each.scrollWidth > each.parentElement.clientWidth).map((each) => each.textContent),
    nodes: document.querySelectorAll('.network .node').length,
    reach: texts('tbody tr').filter((text) => text.startsWith('Deployment secure-edge-demo-root/hello-root1')),
  };
})()`;

interface Seen {
  readonly isDark: boolean;
  readonly overflow: number;
  readonly pale: string[];
  readonly sections: string[];
  readonly apps: number;
  readonly broken: string[];
  readonly nodes: number;
  readonly reach: string[];
}

/** Ticks and types as a person would, and counts what is then there. */
const filtered = (states: string[], words: string): string => `(() => {
  const form = document.querySelector('form');
  for (const card of document.querySelectorAll('.counts button'))
    if ((card.getAttribute('aria-pressed') === 'true') !== ${JSON.stringify(states)}.includes(card.dataset.state)) card.click();
  form.elements.words.value = ${JSON.stringify(words)};
  form.dispatchEvent(new Event('input', { bubbles: true }));
  const isShown = (each) => each.checkVisibility();
  return {
    shown: [...document.querySelectorAll('details[data-severity]')].filter(isShown).length,
    objects: [...document.querySelectorAll('.object')].filter(isShown).length,
    said: form.querySelector('output').textContent,
  };
})()`;

/** Chooses a node of the picture with the keyboard, and returns if the page then describes it, and again when it is left. */
const NODE = `(() => {
  const node = document.querySelector('.network .node.app');
  const rows = () => [...document.querySelectorAll('tr[data-node]')].filter((row) => !row.hidden).length;
  const all = rows();
  const said = () => document.querySelector('.described').textContent;
  const press = () => node.dispatchEvent(new KeyboardEvent('keydown', { key: 'Enter', bubbles: true, cancelable: true }));
  node.focus();
  const focused = said() === node.getAttribute('aria-label');
  press();
  const chosen = node.getAttribute('aria-pressed') === 'true' && rows() < all && rows() > 0;
  press();
  node.blur();
  return [focused, chosen, node.getAttribute('aria-pressed'), rows() === all, said()];
})()`;

const NODE_SAYS = [true, true, 'false', true, ''];

/** Program that runs in the page, and returns if the page can load anything. */
const TRIES = `new Promise((resolve) => {
  document.addEventListener('securitypolicyviolation', (event) => resolve(event.blockedURI), { once: true });
  new Image().src = 'https://nothing.invalid/';
  setTimeout(() => resolve('nothing was blocked'), 2000);
})`;

async function failures(folder: string): Promise<number> {
  const { documents } = readManifests(
    manifestFiles().map((file) => join(ROOT, file)),
    new Progress(() => process.stderr),
  );
  const engine = new PolicyEngine();
  const report = engine.check(documents);
  const file = join(folder, 'report.html');
  writeFileSync(file, new Report({ report, rules: engine.rules, documents }).toHtml());
  const apps = documents.filter(({ value }) =>
    /^(Pod|Deployment|DaemonSet|Job)$/.test((value as { kind: string }).kind),
  );
  const count = (wanted: (finding: Finding) => boolean): number => report.findings.filter(wanted).length;

  const problems: string[] = [];
  const expect = (what: string, got: unknown, wanted: unknown): void => {
    if (JSON.stringify(got) !== JSON.stringify(wanted))
      problems.push(`${what}: ${JSON.stringify(got)}, and not ${JSON.stringify(wanted)}`);
  };
  const browser = new Browser();
  try {
    await browser.open();
    for (const [name, width] of Object.entries(WIDTHS)) {
      for (const scheme of SCHEMES) {
        const where = `${name}, ${scheme}`;
        const metrics = { width, height: 844, deviceScaleFactor: 1, mobile: name === 'phone' };
        await browser.send('Emulation.setDeviceMetricsOverride', metrics);
        const features = [{ name: 'prefers-color-scheme', value: scheme }];
        await browser.send('Emulation.setEmulatedMedia', { features });
        await browser.send('Page.navigate', { url: pathToFileURL(file).href });
        await browser.evaluate(
          'new Promise((resolve) => document.readyState === "complete" ? resolve() : addEventListener("load", () => resolve()))',
        );
        await browser.evaluate('for (const each of document.querySelectorAll("details")) each.open = true');
        const seen = await browser.evaluate<Seen>(SEEN);
        expect(`${where}: dark`, seen.isDark, scheme === 'dark');
        expect(`${where}: pixels beyond its width`, seen.overflow, 0);
        expect(`${where}: texts that are too pale`, seen.pale, []);
        expect(`${where}: sections`, seen.sections, ['Findings', 'Apps', 'Who may talk to whom', 'Controls']);
        expect(`${where}: broken words in the controls`, seen.broken, []);
        expect(`${where}: a picture of the network`, seen.nodes > 0, true);
        expect(`${where}: apps`, seen.apps, apps.length);
        const networks = ['10.0.0.0/8, TCP 8080', '172.16.0.0/12, TCP 8080', '192.168.0.0/16, TCP 8080'].join('');
        expect(`${where}: reach`, seen.reach, [`Deployment secure-edge-demo-root/hello-root${networks}nobody`]);
      }
    }
    const all = report.findings.length;
    const ask = async (states: string[], words: string, wanted: number, objects?: number): Promise<void> => {
      const got = await browser.evaluate<{ shown: number; objects: number; said: string }>(filtered(states, words));
      const what = `findings that are ${states.join(', ')} with ${JSON.stringify(words)}`;
      expect(what, [got.shown, got.said], [wanted, `${wanted} of ${all}`]);
      if (objects !== undefined) expect(`objects of ${what}`, got.objects, objects);
    };
    const every = ['critical', 'high', 'medium', 'low', 'accepted'];
    await ask(every, '', all);
    // without a pressed card, all are shown
    await ask([], '', all);
    const stateOf = ({ acknowledged, severity }: Finding): string => (acknowledged ? 'accepted' : severity);
    for (const state of every)
      await ask(
        [state],
        '',
        count((finding) => stateOf(finding) === state),
      );
    await ask(
      every,
      'shop/till image-digest',
      count((f) => f.resource.name === 'till' && f.rule === 'image-digest'),
      1,
    );
    await ask(every, 'no such words', 0, 0);
    expect('what a node says', await browser.evaluate(NODE), NODE_SAYS);
    expect('what is blocked', await browser.evaluate(TRIES), 'https://nothing.invalid/');
    const asked = browser.events
      .filter(({ method }) => method === 'Network.requestWillBeSent')
      .map(({ params }) => (params['request'] as { url: string }).url)
      .filter((url) => url !== 'https://nothing.invalid/');
    expect('what is asked for', [...new Set(asked)], [pathToFileURL(file).href]);
    const thrown = browser.events.filter(({ method }) => method === 'Runtime.exceptionThrown');
    expect('what is thrown', thrown, []);
  } finally {
    await browser.close();
  }
  for (const problem of problems) console.log(problem);
  console.log(`the page of ${report.objects} objects, ${readFileSync(file).length} bytes: ${problems.length} problems`);
  return problems.length;
}

async function main(): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'report-page-'));
  try {
    process.exitCode = (await failures(folder)) === 0 ? 0 : 1;
  } catch (error) {
    console.error(error instanceof Error ? error.message : error);
    process.exitCode = 1;
  } finally {
    rmSync(folder, { recursive: true });
  }
}

void main();
