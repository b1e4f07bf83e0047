import { readDeployMetadata } from '../../../src/app-package/install/deploy-metadata';
import { temporaryFolder, writeFiles } from '../workbench';

const folder = temporaryFolder();

function read(text: string): ReturnType<typeof readDeployMetadata> {
  writeFiles(folder.path(), { 'metadata.json': text });
  return readDeployMetadata(folder.path('metadata.json'));
}

test('the metadata of a deployment are read, in any case', () => {
  expect(read('{"name":"web","version":"1.0","monitor":"Yes","delaystart":"NO","other":1}')).toEqual({
    name: 'web',
    version: '1.0',
    monitor: true,
    delayStart: false,
  });
  expect(read('{"monitor":""}')).toEqual({
    name: undefined,
    version: undefined,
    monitor: undefined,
    delayStart: undefined,
  });
});

test.each([
  ['[', 'is not JSON'],
  ['{"name":1}', 'name must be a string, got 1'],
  ['{"monitor":true}', 'monitor must be a string, got true'],
  ['{"delaystart":"maybe"}', 'delaystart must be "yes" or "no", got "maybe"'],
])('%s is an error', (text, words) => {
  expect(() => read(text)).toThrow(words);
});
