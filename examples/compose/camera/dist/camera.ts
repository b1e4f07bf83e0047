import { App, Chart } from 'cdk8s';
import { EdgeNamespace, Image, SecureEdgeApp, Target } from 'cdk8s-secure-edge';
import type { Construct } from 'constructs';

const TAG_REASON = 'the Compose file has a tag and no digest';

/** Apps of the Compose project camera. */
export class Camera extends Chart {
  constructor(scope: Construct, id: string) {
    super(scope, id);
    Target.set(this, Target.kubernetes('1.33'));

    // Left out: volumes.recordings.driver, volumes.recordings.driver_opts.type,
    //   volumes.recordings.driver_opts.o, volumes.recordings.driver_opts.device and version: the converter
    //   does not read this value
    // Differs: image: the tag is pulled at each start, because it can be moved to another image: pin its
    //   digest with --images (camera, detector and recorder)
    // Left out: user: the converter does not read this value (camera, detector and recorder)
    // Left out: restart: the converter does not read this value (camera, detector and recorder)

    const namespace = new EdgeNamespace(this, 'camera');

    // Left out: devices[0].source, devices[0].target, devices[0].permissions, group_add[0], cap_drop[0],
    //   security_opt[0], ports[0].target, ports[0].published, ports[0].protocol and ports[0].mode: the
    //   converter does not read this value
    new SecureEdgeApp(namespace, 'camera', {
      image: Image.fromTag('registry.example.com/edge/rtsp-camera:2.3.0', TAG_REASON),
    });

    // Left out: privileged, shm_size, ulimits.nofile.soft, ulimits.nofile.hard,
    //   depends_on.camera.condition, depends_on.camera.required, deploy.resources.limits.cpus,
    //   deploy.resources.limits.memory, deploy.resources.limits.pids and
    //   deploy.resources.reservations.memory: the converter does not read this value
    new SecureEdgeApp(namespace, 'detector', {
      image: Image.fromTag('registry.example.com/edge/detector:0.9.4', TAG_REASON),
      args: ['detect', '--source', 'rtsp://camera:8554/live', '--threshold', '0.6'],
    });

    // Left out: volumes[0].target, volumes[0].source, volumes[0].type, volumes[1].target,
    //   volumes[1].source, volumes[1].read_only, volumes[1].type, volumes[1].bind.create_host_path,
    //   depends_on.camera.condition, depends_on.camera.required, stop_signal and stop_grace_period: the
    //   converter does not read this value
    new SecureEdgeApp(namespace, 'recorder', {
      image: Image.fromTag('registry.example.com/edge/recorder:1.1.0', TAG_REASON),
      args: ['record', '--source', 'rtsp://camera:8554/live', '--keep', '24h'],
      workingDir: '/recordings',
    });
  }
}

const app = new App();
new Camera(app, 'camera');
app.synth();
