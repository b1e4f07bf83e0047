import { Posture } from 'cdk8s-secure-edge';

test('asks for 64Mi at /tmp and for nothing that a runtime may refuse, unless told otherwise', () => {
  expect(new Posture()).toEqual({ tmpSize: '64Mi', userNamespaces: false, strictSupplementalGroups: false });
  expect(new Posture({ tmpSize: '1Gi', userNamespaces: true, strictSupplementalGroups: true })).toEqual({
    tmpSize: '1Gi',
    userNamespaces: true,
    strictSupplementalGroups: true,
  });
});

test.each(['', 'big', '-1Mi', '64MB'])('refuses %j as the size of /tmp', (tmpSize) => {
  expect(() => new Posture({ tmpSize })).toThrow(/^Posture: tmpSize must be a quantity/);
});

test.each(['0', '0Mi', '999m'])('refuses a size of %s, which the kubelet takes for no limit', (tmpSize) => {
  expect(() => new Posture({ tmpSize })).toThrow(`Posture: tmpSize must be at least one byte, got "${tmpSize}"`);
});

test('takes a size of one byte', () => {
  expect(new Posture({ tmpSize: '1' }).tmpSize).toBe('1');
});
