/** Measures the CPU seconds of each step of a check, within one process. */
import type { PolicyEngine as Engine } from '../src/policy/engine';
import type { FileDocument as Document } from '../src/policy/subject/file-document';
import type { InputFile } from '../src/cli/input';

// what is published is measured, and not what a loader makes of the sources
/* eslint-disable @typescript-eslint/no-require-imports */
const { eachInput } = require('../lib/src/cli/input') as typeof import('../src/cli/input');
const { readYamlStream } =
  require('../lib/src/kubernetes/yaml/yaml-stream') as typeof import('../src/kubernetes/yaml/yaml-stream');
const { FileDocument } = require('../lib/src/policy/subject/file-document') as { FileDocument: typeof Document };
const { PolicyEngine } = require('../lib/src/policy/engine') as { PolicyEngine: typeof Engine };
const { jsonReport } = require('../lib/src/report/json') as typeof import('../src/report/json');
const { textReport } = require('../lib/src/report/text') as typeof import('../src/report/text');
/* eslint-enable @typescript-eslint/no-require-imports */

function timed<T>(what: string, step: () => T): T {
  const before = process.cpuUsage();
  const result = step();
  const { user, system } = process.cpuUsage(before);
  console.log(`  ${what.padEnd(34)} ${((user + system) / 1e6).toFixed(2).padStart(7)} s`);
  return result;
}

function lengthOf(pieces: Iterable<string>): number {
  let length = 0;
  for (const piece of pieces) length += piece.length;
  return length;
}

const engine = new PolicyEngine();
const files: InputFile[] = [];
timed('reading', () => eachInput(process.argv.slice(2), (file) => files.push(file)));
const documents = timed('parsing', () =>
  files.flatMap(({ name, text }) => readYamlStream(text).documents.map((each) => new FileDocument(name, each))),
);
const report = timed(`${engine.rules.length} rules`, () => engine.check(documents));
const content = { report, rules: engine.rules, unreadable: [], documents, notices: [] };
timed(`lines of ${report.findings.length} findings`, () => report.findings.forEach(({ line }) => line));
timed('reporting as JSON, lines again', () => lengthOf(jsonReport(content)));
timed('reporting as text, lines again', () => lengthOf(textReport(content, { isColoured: false })));
