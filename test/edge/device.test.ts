import { Device, HostPathType, Weakness } from 'cdk8s-secure-edge';
import { containerOf, image, podOf, problemOf, REASON, web } from './apps';

describe('a device of a device plugin', () => {
  test('has a limit and an equal request', () => {
    const { resources } = containerOf(
      web({ devices: [Device.resource('squat.ai/video'), Device.resource('a.b/c', 2)] }),
    );
    expect(resources.limits).toMatchObject({ 'squat.ai/video': '1', 'a.b/c': '2', cpu: '500m' });
    expect(resources.requests).toMatchObject({ 'squat.ai/video': '1', 'a.b/c': '2', cpu: '50m' });
  });

  test('keeps its limit in a container without limits', () => {
    const weaknesses = [Weakness.unlimitedResources(REASON)];
    const { resources } = containerOf(web({ devices: [Device.resource('squat.ai/video')], weaknesses }));
    expect(resources.limits).toEqual({ 'squat.ai/video': '1' });
  });

  test.each(['1.13', '1.27', '1.37'])('is the same on %s', (target) => {
    const { resources } = containerOf(web({ devices: [Device.resource('squat.ai/video')] }, target));
    expect([resources.limits['squat.ai/video'], resources.requests['squat.ai/video']]).toEqual(['1', '1']);
  });

  test.each([
    ['video', /^Device\.resource: resource must be cpu, memory, .*, got "video"$/],
    ['cpu', /resource must have the domain of its device plugin, .*, got "cpu"$/],
    ['kubernetes.io/batch-cpu', /not that of Kubernetes, got "kubernetes\.io\/batch-cpu"$/],
    ['Squat.ai/video', /resource must be a domain in lower case/],
    ['requests.squat.ai/video', /resource must be a domain in lower case/],
  ])('rejects the resource %s', (name, message) => {
    expect(problemOf(() => Device.resource(name))).toMatch(message);
  });

  test.each([0, 1.5, -1, Number.NaN])('rejects the count %s', (count) => {
    expect(problemOf(() => Device.resource('squat.ai/video', count))).toBe(
      `Device.resource: count must be a whole number, 1 or more, got ${count}`,
    );
  });

  test('is rejected twice', () => {
    const devices = [Device.resource('squat.ai/video'), Device.resource('squat.ai/video', 2)];
    expect(problemOf(() => web({ devices }))).toContain('device "squat.ai/video" is specified twice: keep one');
  });
});

describe('a device of a claim', () => {
  test('is a claim of the pod, which its containers share', () => {
    const app = web(
      { devices: [Device.claim('gpu.shared', { request: 'big' }), Device.claimTemplate('camera')] },
      '1.34',
    );
    app.addSidecar('view', { image, devices: [Device.claim('gpu.shared')] });
    expect(podOf(app).spec.resourceClaims).toEqual([
      { name: 'gpu-shared', resourceClaimName: 'gpu.shared' },
      { name: 'camera', resourceClaimTemplateName: 'camera' },
    ]);
    expect(containerOf(app).resources.claims).toEqual([{ name: 'gpu-shared', request: 'big' }, { name: 'camera' }]);
    expect(containerOf(app, 'view').resources.claims).toEqual([{ name: 'gpu-shared' }]);
  });

  test('a claim and a template of the same name have different names in the pod', () => {
    const app = web({ devices: [Device.claim('camera'), Device.claimTemplate('camera')] }, '1.37');
    expect(podOf(app).spec.resourceClaims.map(({ name }: any) => name)).toEqual(['camera', 'camera-2']);
  });

  test('needs Kubernetes 1.34', () => {
    for (const device of [Device.claim('camera'), Device.claimTemplate('camera')])
      expect(problemOf(() => web({ devices: [device] }, '1.33'))).toMatch(
        /^SecureEdgeApp "shop\/web": device "claim (template )?camera" needs Kubernetes 1\.34 or later, got 1\.33: use Device\.resource with a device plugin$/,
      );
  });

  test('must be a claim of the namespace', () => {
    expect(problemOf(() => Device.claim('A b'))).toContain('claim must be at most 253');
    expect(problemOf(() => Device.claim({ kind: 'Secret', name: 'x' }))).toContain('claim must be a ResourceClaim');
    expect(problemOf(() => Device.claim('x', { request: 'A' }))).toContain('request must be');
  });
});

describe('a device that is only mounted', () => {
  const device = Weakness.hostPath('/dev/video0', { reason: REASON, type: HostPathType.CHAR_DEVICE });

  test('is rejected, because the container could not open it', () => {
    for (const weakness of [device, Weakness.hostPath('/dev/video0', { reason: REASON })])
      expect(problemOf(() => web({ weaknesses: [weakness] }))).toMatch(
        /^SecureEdgeApp "shop\/web": device "\/dev\/video0" of the host cannot be opened by a container that is not privileged \("Operation not permitted"\).*use devices with Device\.resource/,
      );
    const disk = Weakness.hostPath('/opt/disk', { reason: REASON, type: HostPathType.BLOCK_DEVICE });
    expect(problemOf(() => web({ weaknesses: [disk] }))).toContain('device "/opt/disk" of the host cannot be opened');
  });

  test('is accepted in a privileged container, and beside a device of a plugin', () => {
    expect(() => web({ weaknesses: [device, Weakness.privileged(REASON)] })).not.toThrow();
    expect(() => web({ weaknesses: [device], devices: [Device.resource('squat.ai/video')] })).not.toThrow();
  });

  test('is accepted in a device plugin, which only looks whether the device is there', () => {
    const plugins = Weakness.hostPath('/var/lib/kubelet/device-plugins', { reason: REASON, writable: true });
    expect(() => web({ weaknesses: [device, plugins] })).not.toThrow();
  });

  test('a folder of devices is accepted, to look at it', () => {
    const folder = Weakness.hostPath('/dev/cameras', { reason: REASON, type: HostPathType.DIRECTORY });
    expect(() => web({ weaknesses: [folder] })).not.toThrow();
  });
});
