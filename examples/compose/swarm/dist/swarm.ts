import { App, Chart } from 'cdk8s';
import { EdgeNamespace, Image, SecureEdgeApp, Target } from 'cdk8s-secure-edge';
import type { Construct } from 'constructs';

const TAG_REASON = 'the Compose file has a tag and no digest';

/** Apps of the Compose project swarm. */
export class Swarm extends Chart {
  constructor(scope: Construct, id: string) {
    super(scope, id);
    Target.set(this, Target.kubernetes('1.33'));

    // Left out: networks.default.driver, networks.default.attachable, volumes.queue-data,
    //   secrets.api_key.external, secrets.api_key.name, configs.proxy.file and version: the converter does
    //   not read this value
    // Left out: user: the converter does not read this value (api, proxy and queue)

    const namespace = new EdgeNamespace(this, 'swarm');

    // Left out: secrets[0].source, secrets[0].target, secrets[0].mode, ports[0].target,
    //   ports[0].published, ports[0].protocol, ports[0].mode, healthcheck.test[0], healthcheck.test[1],
    //   healthcheck.interval, healthcheck.retries, deploy.mode, deploy.replicas, deploy.endpoint_mode,
    //   deploy.labels.team, deploy.update_config.parallelism, deploy.update_config.delay,
    //   deploy.update_config.order, deploy.update_config.failure_action,
    //   deploy.rollback_config.parallelism, deploy.restart_policy.condition, deploy.restart_policy.delay,
    //   deploy.restart_policy.max_attempts, deploy.restart_policy.window, deploy.placement.constraints[0],
    //   deploy.placement.constraints[1], deploy.placement.preferences[0].spread,
    //   deploy.placement.max_replicas_per_node, deploy.resources.limits.cpus,
    //   deploy.resources.limits.memory, deploy.resources.limits.pids, deploy.resources.reservations.cpus
    //   and deploy.resources.reservations.memory: the converter does not read this value
    new SecureEdgeApp(namespace, 'api', {
      image: Image.fromDigest(
        'registry.example.com/shop/api@sha256:9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08',
      ),
      env: { QUEUE_URL: 'amqp://queue:5672' },
    });

    // Differs: image: the tag is pulled at each start, because it can be moved to another image: pin its
    //   digest with --images
    // Left out: configs[0].source, configs[0].target, ports[0].target, ports[0].published,
    //   ports[0].protocol, ports[0].mode, deploy.mode and deploy.placement.constraints[0]: the converter
    //   does not read this value
    new SecureEdgeApp(namespace, 'proxy', {
      image: Image.fromTag('docker.io/nginxinc/nginx-unprivileged:1.27', TAG_REASON),
    });

    // Differs: image: the tag is pulled at each start, because it can be moved to another image: pin its
    //   digest with --images
    // Left out: hostname, volumes[0].target, volumes[0].source, volumes[0].type, expose[0],
    //   stop_grace_period, deploy.replicas and deploy.restart_policy.condition: the converter does not
    //   read this value
    new SecureEdgeApp(namespace, 'queue', {
      image: Image.fromTag('docker.io/library/rabbitmq:3.13', TAG_REASON),
    });
  }
}

const app = new App();
new Swarm(app, 'swarm');
app.synth();
