import { App, Chart } from 'cdk8s';
import { EdgeNamespace, EnvReference, Image, SecureEdgeApp, Target } from 'cdk8s-secure-edge';
import type { Construct } from 'constructs';

const TAG_REASON = 'the Compose file has a tag and no digest';

/** Apps of the Compose project monitoring. */
export class Monitoring extends Chart {
  constructor(scope: Construct, id: string) {
    super(scope, id);
    Target.set(this, Target.kubernetes('1.33'));

    // Left out: networks.monitoring.driver, volumes.metrics and volumes.dashboards: the converter does not
    //   read this value
    // Differs: image: the tag is pulled at each start, because it can be moved to another image: pin its
    //   digest with --images (prometheus, node-exporter, cadvisor and grafana)
    // Left out: user: the converter does not read this value (prometheus, node-exporter and grafana)
    // Left out: volumes[0].target: the converter does not read this value (prometheus, node-exporter,
    //   cadvisor and grafana)
    // Left out: volumes[0].source: the converter does not read this value (prometheus, node-exporter,
    //   cadvisor and grafana)
    // Left out: volumes[0].read_only: the converter does not read this value (prometheus, node-exporter
    //   and cadvisor)
    // Left out: volumes[0].type: the converter does not read this value (prometheus, node-exporter,
    //   cadvisor and grafana)
    // Left out: volumes[0].bind.create_host_path: the converter does not read this value (prometheus,
    //   node-exporter and cadvisor)
    // Left out: expose[0]: the converter does not read this value (prometheus, node-exporter and cadvisor)
    // Left out: networks.monitoring: the converter does not read this value (prometheus, node-exporter,
    //   cadvisor and grafana)
    // Left out: restart: the converter does not read this value (prometheus, node-exporter, cadvisor and
    //   grafana)

    const namespace = new EdgeNamespace(this, 'monitoring');

    // Left out: volumes[1].target, volumes[1].source, volumes[1].type, healthcheck.test[0] and
    //   healthcheck.test[1]: the converter does not read this value
    new SecureEdgeApp(namespace, 'prometheus', {
      image: Image.fromTag('docker.io/prom/prometheus:v2.54.1', TAG_REASON),
      args: [
        '--config.file=/etc/prometheus/prometheus.yml',
        '--storage.tsdb.path=/prometheus',
        '--storage.tsdb.retention.time=7d',
      ],
    });

    // Left out: pid and volumes[0].bind.propagation: the converter does not read this value
    new SecureEdgeApp(namespace, 'node-exporter', {
      image: Image.fromTag('docker.io/prom/node-exporter:v1.8.2', TAG_REASON),
      args: ['--path.rootfs=/host'],
    });

    // Left out: privileged, devices[0].source, devices[0].target, devices[0].permissions,
    //   volumes[1].target, volumes[1].source, volumes[1].read_only, volumes[1].type,
    //   volumes[1].bind.create_host_path, volumes[2].target, volumes[2].source, volumes[2].read_only,
    //   volumes[2].type and volumes[2].bind.create_host_path: the converter does not read this value
    new SecureEdgeApp(namespace, 'cadvisor', {
      image: Image.fromTag('gcr.io/cadvisor/cadvisor:v0.49.1', TAG_REASON),
    });

    // Differs: environment.GF_SECURITY_ADMIN_PASSWORD: a secret, so it is moved to the key
    //   GF_SECURITY_ADMIN_PASSWORD of the Secret grafana-env, which must exist: kubectl create secret
    //   generic grafana-env --namespace monitoring --from-env-file=FILE
    // Left out: ports[0].target, ports[0].published, ports[0].protocol, ports[0].mode,
    //   depends_on.prometheus.condition and depends_on.prometheus.required: the converter does not read
    //   this value
    new SecureEdgeApp(namespace, 'grafana', {
      image: Image.fromTag('docker.io/grafana/grafana:11.2.0', TAG_REASON),
      env: { GF_SECURITY_ADMIN_USER: 'admin', GF_USERS_ALLOW_SIGN_UP: 'false' },
      envReferences: {
        GF_SECURITY_ADMIN_PASSWORD: EnvReference.secretKey(
          'grafana-env',
          'GF_SECURITY_ADMIN_PASSWORD',
          'the program of the Compose file reads the value from its environment',
        ),
      },
    });
  }
}

const app = new App();
new Monitoring(app, 'monitoring');
app.synth();
