import { Acknowledgement, Exposure, Flow, Monitoring, Peer, Port, type SecureEdgeApp } from 'cdk8s-secure-edge';
import { image, manifestOf, podOf, problemOf, REASON, web, workloadOf } from './apps';

const port = Port.tcp(8080, 'http');
const exposed = (): SecureEdgeApp =>
  web({ ports: [port], exposure: Exposure.inCluster(), ingress: [Flow.with(Peer.sameNamespace(), port)] });
const acknowledged = (rule: string): { acknowledgements: Acknowledgement[] } => ({
  acknowledgements: [new Acknowledgement({ rule, reason: REASON })],
});

describe('an override', () => {
  test('sets and replaces a field of each object', () => {
    const app = exposed();
    app.objects.service.addOverride('/spec/sessionAffinity', 'ClientIP');
    app.objects.workload
      .addOverride('/spec/template/spec/schedulerName', 'edge')
      .addOverride('/spec/template/spec/containers/0/livenessProbe/periodSeconds', 60);
    app.objects.serviceAccount.addOverride('/metadata/annotations', { 'example.com/owner': 'edge' });
    expect(manifestOf(app, 'Service').spec.sessionAffinity).toBe('ClientIP');
    expect(podOf(app).spec.schedulerName).toBe('edge');
    expect(podOf(app).spec.containers[0].livenessProbe.periodSeconds).toBe(60);
    expect(manifestOf(app, 'ServiceAccount').metadata.annotations).toEqual({ 'example.com/owner': 'edge' });
  });

  test('adds an item to a list, and deletes a field', () => {
    const app = exposed();
    app.objects.workload.addOverride('/spec/template/spec/containers/0/env', []);
    app.objects.workload.addOverride('/spec/template/spec/containers/0/env/-', { name: 'A', value: 'b' });
    app.objects.workload.removeField('/spec/template/spec/containers/0/livenessProbe');
    expect(podOf(app).spec.containers[0].env).toEqual([{ name: 'A', value: 'b' }]);
    expect(podOf(app).spec.containers[0]).not.toHaveProperty('livenessProbe');
  });

  test('stays when another container is added', () => {
    const app = exposed();
    app.objects.workload.addOverride('/spec/template/spec/containers/0/terminationMessagePath', '/tmp/end');
    app.addContainer('second', { image });
    expect(podOf(app).spec.containers.map((c: any) => c.terminationMessagePath)).toEqual(['/tmp/end', undefined]);
  });

  test.each<[string, unknown, string]>([
    ['/spec/sesionAffinity', 'ClientIP', 'unknown field spec.sesionAffinity: did you mean "sessionAffinity"?'],
    ['/spec/sessionAffinity', 'Client', 'must be'],
    ['/spec/sessionAffinity', 3, 'is the number 3'],
    ['/spec/session/affinity', 3, 'path "/spec/session/affinity" does not exist: "/spec" has the fields'],
    ['/spec/ports/7/appProtocol', 'h2c', 'path "/spec/ports/7/appProtocol" does not exist: "/spec/ports" has 1 items'],
    ['spec.sessionAffinity', 'ClientIP', 'path must be a JSON pointer'],
    ['/', 'ClientIP', 'path must be a JSON pointer'],
    ['/metadata/name', 'other', '"/metadata/name" is set by the props of the app'],
    ['/metadata/namespace', 'other', 'is set by the props of the app'],
    ['/kind', 'Pod', 'is set by the props of the app'],
    ['/spec/sessionAffinity', undefined, 'use removeField'],
  ])('of %s with %j is rejected', (path, value, message) => {
    const app = exposed();
    const before = JSON.stringify(manifestOf(app, 'Service'));
    expect(problemOf(() => app.objects.service.addOverride(path, value))).toContain(message);
    expect(JSON.stringify(manifestOf(app, 'Service'))).toBe(before);
  });

  test('checks the kinds of the Prometheus Operator', () => {
    const app = web({ ports: [port], monitoring: Monitoring.podMonitor({ from: Peer.sameNamespace(), port }) });
    app.objects.monitor.addOverride('/spec/sampleLimit', 1000);
    expect(manifestOf(app, 'PodMonitor').spec.sampleLimit).toBe(1000);
    expect(problemOf(() => app.objects.monitor.addOverride('/spec/sampleLimits', 1000))).toContain('sampleLimit');
  });

  test('rejects a field that the target does not have', () => {
    const app = web({ ports: [port] }, '1.20');
    expect(problemOf(() => app.objects.workload.addOverride('/spec/template/spec/hostUsers', false))).toContain(
      'hostUsers',
    );
  });

  test('rejects deleting a field that does not exist', () => {
    expect(problemOf(() => exposed().objects.service.removeField('/spec/sessionAffinity'))).toBe(
      'Service "shop/web/Service": the object does not have the field "/spec/sessionAffinity"',
    );
  });
});

describe('an override of a field on which the security depends', () => {
  test.each<[string, unknown, string]>([
    ['/spec/template/spec/hostNetwork', true, 'hostNetwork'],
    ['/spec/template/spec/automountServiceAccountToken', true, 'automountServiceAccountToken'],
    ['/spec/template/spec/containers/0/securityContext/privileged', true, 'securityContext'],
    ['/spec/template/spec/containers/0/ports/0/hostPort', 8080, 'hostPort'],
    ['/spec/template/spec/containers/0/resources/limits/memory', '8Gi', 'limits'],
    ['/spec/template/spec/containers/0/image', 'nginx', 'image'],
    ['/spec/template/spec/volumes/-', { name: 'root', hostPath: { path: '/' } }, 'hostPath'],
    [
      '/spec/template/spec/containers/0',
      { name: 'web', image: 'nginx' },
      'image, imagePullPolicy, limits, securityContext',
    ],
    ['/spec/template/metadata/annotations', { 'secure-edge.dev/acknowledge': '[]' }, 'secure-edge.dev/acknowledge'],
  ])('needs an acknowledgement: %s', (path, value, names) => {
    expect(problemOf(() => exposed().objects.workload.addOverride(path, value))).toContain(
      `override of "${path}" changes ${names}`,
    );
  });

  test('writes its acknowledgement beside those of the app', () => {
    const app = exposed();
    app.objects.workload.addOverride('/spec/template/spec/hostNetwork', true, acknowledged('no-host-namespaces'));
    expect(podOf(app).spec.hostNetwork).toBe(true);
    expect(workloadOf(app).metadata.annotations['secure-edge.dev/acknowledge']).toContain('no-host-namespaces');
    app.objects.networkPolicy.addOverride('/spec/ingress', [{}], acknowledged('ingress-isolation'));
    expect(manifestOf(app, 'NetworkPolicy').metadata.annotations['secure-edge.dev/acknowledge']).toContain(REASON);
  });

  test('applies to the network policy as a whole, and to Services', () => {
    const { networkPolicy, service } = exposed().objects;
    expect(problemOf(() => networkPolicy.removeField('/spec/ingress'))).toContain('the allowed traffic');
    expect(problemOf(() => service.addOverride('/spec/type', 'NodePort'))).toContain('changes type');
    expect(problemOf(() => service.addOverride('/spec/externalIPs', ['192.0.2.1']))).toContain('changes externalIPs');
  });
});

describe('the objects of an app', () => {
  test('are those that it writes', () => {
    const app = web({
      ports: [port],
      exposure: Exposure.inCluster({ aliases: ['shop'] }),
      ingress: [Flow.with(Peer.sameNamespace(), port)],
    });
    expect(app.objects.all.map(({ kind, name }) => `${kind} ${name}`)).toEqual([
      'Deployment web',
      'ServiceAccount web',
      'NetworkPolicy web',
      'Service web',
      'Service shop',
    ]);
    expect(app.objects.aliasService('shop').name).toBe('shop');
    expect(app.objects.workload.apiObject).toBe(app.apiObject);
  });

  test('that do not exist are errors with the prop that makes them', () => {
    const { objects } = web();
    expect(problemOf(() => objects.service)).toBe(
      'objects of "shop/web": the app has no Service: set exposure, such as Exposure.inCluster()',
    );
    expect(problemOf(() => objects.route)).toContain('set exposure, such as Exposure.ingress');
    expect(problemOf(() => objects.disruptionBudget)).toContain('set disruptionBudget');
    expect(problemOf(() => objects.autoscaler)).toContain('set autoscaler');
    expect(problemOf(() => objects.monitor)).toContain('set monitoring');
    expect(problemOf(() => objects.aliasService('x'))).toContain('add it to the aliases of exposure');
  });
});
