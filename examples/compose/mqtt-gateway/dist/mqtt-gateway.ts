import { App, Chart } from 'cdk8s';
import { EdgeNamespace, Image, SecureEdgeApp, Target } from 'cdk8s-secure-edge';
import type { Construct } from 'constructs';

const TAG_REASON = 'the Compose file has a tag and no digest';

/** Apps of the Compose project mqtt-gateway. */
export class MqttGateway extends Chart {
  constructor(scope: Construct, id: string) {
    super(scope, id);
    Target.set(this, Target.kubernetes('1.33'));

    // Left out: volumes.broker-data and version: the converter does not read this value
    // Differs: image: the tag is pulled at each start, because it can be moved to another image: pin its
    //   digest with --images (broker, bridge and buffer)
    // Left out: user: the converter does not read this value (broker, bridge and buffer)
    // Left out: restart: the converter does not read this value (broker, bridge and buffer)

    const namespace = new EdgeNamespace(this, 'mqtt-gateway');

    // Left out: container_name, ports[0].target, ports[0].published, ports[0].protocol, ports[0].mode,
    //   ports[1].target, ports[1].published, ports[1].host_ip, ports[1].protocol, ports[1].mode,
    //   volumes[0].target, volumes[0].source, volumes[0].read_only, volumes[0].type,
    //   volumes[0].bind.create_host_path, volumes[1].target, volumes[1].source and volumes[1].type: the
    //   converter does not read this value
    new SecureEdgeApp(namespace, 'broker', {
      image: Image.fromTag('docker.io/library/eclipse-mosquitto:2.0.20', TAG_REASON),
    });

    // Left out: links[0].service, links[0].alias, links[1].service, links[1].alias, extra_hosts.plc[0],
    //   logging.driver and logging.options.max-size: the converter does not read this value
    new SecureEdgeApp(namespace, 'bridge', {
      image: Image.fromTag('registry.example.com/edge/modbus-bridge:1.8.0', TAG_REASON),
      env: {
        MQTT_URL: 'mqtt://mqtt:1883',
        REDIS_URL: 'redis://buffer:6379',
        POLL: '{"unit":1,"interval":"5s","registers":"40001=temp"}',
      },
    });

    // Left out: expose[0] and mem_limit: the converter does not read this value
    new SecureEdgeApp(namespace, 'buffer', {
      image: Image.fromTag('docker.io/library/redis:6.2', TAG_REASON),
    });
  }
}

const app = new App();
new MqttGateway(app, 'mqtt-gateway');
app.synth();
