import { App, Chart } from 'cdk8s';
import { EdgeNamespace, Image, SecureEdgeApp, Target } from 'cdk8s-secure-edge';
import type { Construct } from 'constructs';

const TAG_REASON = 'the Compose file has a tag and no digest';

/** Apps of the Compose project host-network. */
export class HostNetwork extends Chart {
  constructor(scope: Construct, id: string) {
    super(scope, id);
    Target.set(this, Target.kubernetes('1.33'));

    // Left out: volumes.hub-config and volumes.zigbee-data: the converter does not read this value
    // Differs: image: the tag is pulled at each start, because it can be moved to another image: pin its
    //   digest with --images (hub, zigbee and time)
    // Left out: network_mode: the converter does not read this value (hub, zigbee and time)
    // Left out: restart: the converter does not read this value (hub, zigbee and time)

    const namespace = new EdgeNamespace(this, 'host-network');

    // Left out: container_name, privileged, volumes[0].target, volumes[0].source, volumes[0].type,
    //   volumes[1].target, volumes[1].source, volumes[1].read_only, volumes[1].type and
    //   volumes[1].bind.create_host_path: the converter does not read this value
    new SecureEdgeApp(namespace, 'hub', {
      image: Image.fromTag('ghcr.io/home-assistant/home-assistant:2024.9.3', TAG_REASON),
      env: { TZ: 'Europe/Zurich' },
    });

    // Left out: user, devices[0].source, devices[0].target, devices[0].permissions, volumes[0].target,
    //   volumes[0].source, volumes[0].type, cap_add[0] and cap_add[1]: the converter does not read this
    //   value
    new SecureEdgeApp(namespace, 'zigbee', {
      image: Image.fromTag('docker.io/koenkk/zigbee2mqtt:1.40.1', TAG_REASON),
      env: { TZ: 'Europe/Zurich' },
    });

    // Left out: uts, ipc, cap_add[0] and sysctls["net.ipv4.ip_unprivileged_port_start"]: the converter
    //   does not read this value
    new SecureEdgeApp(namespace, 'time', {
      image: Image.fromTag('registry.example.com/edge/chrony:4.6', TAG_REASON),
    });
  }
}

const app = new App();
new HostNetwork(app, 'host-network');
app.synth();
