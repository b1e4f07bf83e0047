import { Posture } from 'cdk8s-secure-edge';

test('has 64Mi at /tmp by default, and no option that a runtime could reject', () => {
  expect(new Posture()).toEqual({ tmpSize: '64Mi', userNamespaces: false, strictSupplementalGroups: false });
  expect(new Posture({ tmpSize: '1Gi', userNamespaces: true, strictSupplementalGroups: true })).toEqual({
    tmpSize: '1Gi',
    userNamespaces: true,
    strictSupplementalGroups: true,
  });
});

test.each(['', 'big', '-1Mi', '64MB'])('rejects %j as the size of /tmp', (tmpSize) => {
  expect(() => new Posture({ tmpSize })).toThrow(/^Posture: tmpSize must be a quantity/);
});

test.each(['0', '0Mi', '999m'])('rejects a size of %s, which means no limit to the kubelet', (tmpSize) => {
  expect(() => new Posture({ tmpSize })).toThrow(`Posture: tmpSize must be at least one byte, got "${tmpSize}"`);
});

test('accepts a size of one byte', () => {
  expect(new Posture({ tmpSize: '1' }).tmpSize).toBe('1');
});
