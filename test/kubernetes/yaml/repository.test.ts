import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { readYamlStream } from '../../../src/kubernetes/yaml/yaml-stream';

const ROOT = resolve(__dirname, '../../..');

/** Helm templates, which are YAML only after they are rendered, and Compose files, which have tags of their own. */
const OTHERS = /\/templates\/|^examples\/compose\/[^/]+\/[^/]+$/;

test('reads every YAML file of the repository', () => {
  const files = execFileSync('git', ['ls-files', '-z', '*.yaml', '*.yml'], { cwd: ROOT, encoding: 'utf8' })
    .split('\0')
    .filter((file) => file !== '' && !OTHERS.test(file));
  const problems = files.flatMap((file) =>
    readYamlStream(readFileSync(join(ROOT, file), 'utf8')).problems.map(({ line, message }) => [file, line, message]),
  );
  expect(problems).toEqual([]);
  expect(files.length).toBeGreaterThan(10);
});
