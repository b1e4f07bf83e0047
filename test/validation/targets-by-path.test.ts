import { nodeAppArmor, TargetsByPath, type ConfiguredTarget } from '../../src/validation/targets-by-path';

const COMMAND = 'secure-edge check';

function targets(option: string | string[], configured: ConfiguredTarget[] = []): TargetsByPath<string> {
  return TargetsByPath.parse(COMMAND, option, configured, (name) => name.toUpperCase());
}

test.each<[string[], string, string | undefined]>([
  [[], 'dist/bob.yaml', undefined],
  [['1.30'], 'dist/bob.yaml', undefined],
  [['dist/bob*=izuma-edge'], 'dist/bob.yaml', 'IZUMA-EDGE'],
  [['dist/bob*=izuma-edge'], './dist/bob.yaml', 'IZUMA-EDGE'],
  [['dist/bob*=izuma-edge'], 'dist/alice.yaml', undefined],
  [['bob*=1.30'], 'dist/bob.yaml', '1.30'],
  [['dist=1.30'], 'dist/a/bob.yaml', '1.30'],
  [['./dist/=1.30'], 'dist/a/bob.yaml', '1.30'],
  [['dist=1.30', 'dist/a=1.31'], 'dist/a/bob.yaml', '1.31'],
  [['dist/a=1.31', 'dist=1.30'], 'dist/a/bob.yaml', '1.31'],
  [['*.yaml=1.30', 'bob*=1.31'], 'dist/bob.yaml', '1.31'],
  [['bob*=1.31', '*.yaml=1.30'], 'dist/bob.yaml', '1.30'],
  [['a=b*=1.31'], 'a=b.yaml', '1.31'],
  [['-=1.31'], '-', '1.31'],
  [['dist=1.31'], '/srv/dist/bob.yaml', '1.31'],
])('%j gives %s the target %j', (option, path, expected) => {
  expect(targets(option).of(path)).toBe(expected);
});

test('the general target is that of the command line, then that of the configuration, then the default one', () => {
  expect(targets([]).general).toBe('1.27');
  expect(targets([], [{ name: '1.30' }]).general).toBe('1.30');
  expect(targets('v1.31', [{ name: '1.30' }]).general).toBe('V1.31');
});

test('globs of the configuration come after those of the command line, and need no file', () => {
  const configured = [{ glob: '*', name: '1.29' }];
  const all = targets(['bob*=1.30'], configured);
  expect([all.of('bob.yaml'), all.of('alice.yaml')]).toEqual(['1.30', '1.29']);
  const unused = targets([], configured);
  expect(() => unused.requireUse()).not.toThrow();
});

test.each<[string | string[], RegExp]>([
  [['1.30', '1.31'], /must be one target for all files, got "1.30" and "1.31"/],
  [['=1.30'], /must have a glob before =, such as 'dist\/edge\*=1.30'/],
])('%j is an error', (option, message) => {
  expect(() => targets(option)).toThrow(message);
});

test('a glob of the command line without a file is an error', () => {
  const all = targets(['a*=1.30', 'b*=1.31', 'c*=1.32']);
  all.of('a.yaml');
  expect(() => all.requireUse()).toThrow(/"b\*=…" matches no file[^]*"c\*=…" matches no file/);
  all.of('b.yaml');
  all.of('c.yaml');
  expect(() => all.requireUse()).not.toThrow();
});

test('AppArmor of nodes is unknown unless it is given', () => {
  expect([undefined, 'yes', 'no', 'unknown'].map(nodeAppArmor)).toEqual(['unknown', 'yes', 'no', 'unknown']);
});
