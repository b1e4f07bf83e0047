import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { knownCustomKinds } from '../../../src/kubernetes/schema/custom-kinds';

const ROOT = join(__dirname, '../../..');
const SCHEMA = 'src/kubernetes/schema';

const decision = readFileSync(join(ROOT, 'docs/decisions/0032-schemas.md'), 'utf8');

const kilobytes = (file: string): string => `${Math.round(statSync(join(ROOT, SCHEMA, file)).size / 1000)} KB`;

test('the decision about schemas has the figures of the tables', () => {
  expect(decision).toContain(`\`${SCHEMA}/kinds-table.ts\` (${kilobytes('kinds-table.ts')})`);
  expect(decision).toContain(`\`definitions-table.ts\` (${kilobytes('definitions-table.ts')})`);
  const count = [...knownCustomKinds()].length;
  expect(decision).toContain(
    `A third table has ${count} custom resources, each compressed with Brotli (${kilobytes('custom-table.ts')})`,
  );
});
