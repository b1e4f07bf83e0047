import { Target } from 'cdk8s-secure-edge';
import { LOSSES_ANNOTATION, lossesOf, recordLosses } from '../../src/kubernetes/loss';

const [users, groups] = [
  Target.kubernetes('1.27')._loss('hostUsers', 'false'),
  Target.kubernetes('1.27')._loss('supplementalGroupsPolicy', 'Strict'),
];

test('writes each loss into the manifest once, and reads it back', () => {
  const manifest: any = { metadata: { annotations: { other: 'kept' } } };
  recordLosses(manifest, [users]);
  recordLosses(manifest, [users, groups]);
  expect(manifest.metadata.annotations).toEqual({
    other: 'kept',
    [LOSSES_ANNOTATION]: [
      '- field: spec.hostUsers\n  wanted: "false"\n  since: "1.33"\n  instead: "nothing: the host user namespace"\n',
      '- field: securityContext.supplementalGroupsPolicy\n  wanted: Strict\n  since: "1.33"\n',
      '  instead: "nothing: the groups of the image\'s /etc/group are merged in"\n',
    ].join(''),
  });
  expect(lossesOf(manifest)).toEqual([users, groups]);
});

test('writes nothing without a loss', () => {
  const manifest = {};
  recordLosses(manifest, []);
  expect(manifest).toEqual({});
});

test.each([
  ['[{'],
  ['a'],
  ['- a'],
  ['- field: x'],
  ['- {field: 1, wanted: a, since: a, instead: a}'],
  ['&a [*a]'],
  [5],
  [null],
])('an annotation %j has no losses, and is replaced by the first loss', (text) => {
  const manifest = { metadata: { annotations: { [LOSSES_ANNOTATION]: text } } };
  expect(lossesOf(manifest)).toEqual([]);
  recordLosses(manifest, [users]);
  expect(lossesOf(manifest)).toEqual([users]);
});

test('writes nothing if the annotations are not an object', () => {
  const manifest = { metadata: { annotations: 'text' } };
  recordLosses(manifest, [users]);
  expect(manifest).toEqual({ metadata: { annotations: 'text' } });
});
