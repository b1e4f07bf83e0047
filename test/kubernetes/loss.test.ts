import { Target } from 'cdk8s-secure-edge';
import { LOSSES_ANNOTATION, lossesOf, recordLosses } from '../../src/kubernetes/loss';

const [users, groups] = [
  Target.kubernetes('1.27')._loss('hostUsers', 'false'),
  Target.kubernetes('1.27')._loss('supplementalGroupsPolicy', 'Strict'),
];

test('losses are named in the manifest, each once, and read back', () => {
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

test('without a loss nothing is written', () => {
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
])('an annotation of %j names none, and is replaced when there is one to name', (text) => {
  const manifest = { metadata: { annotations: { [LOSSES_ANNOTATION]: text } } };
  expect(lossesOf(manifest)).toEqual([]);
  recordLosses(manifest, [users]);
  expect(lossesOf(manifest)).toEqual([users]);
});

test('where annotations cannot stand, none are put', () => {
  const manifest = { metadata: { annotations: 'text' } };
  recordLosses(manifest, [users]);
  expect(manifest).toEqual({ metadata: { annotations: 'text' } });
});
