import { App, Chart } from 'cdk8s';
import {
  EdgeNamespace,
  Exposure,
  Flow,
  Identity,
  Image,
  Peer,
  Port,
  Probe,
  SecureEdgeApp,
  Target,
} from 'cdk8s-secure-edge';
import type { Construct } from 'constructs';

const TAG_REASON = 'the Compose file has a tag and no digest';
const COLLECTOR_PROBE = Probe.httpGet('/healthz', 8080, { periodSeconds: 10, timeoutSeconds: 2, failureThreshold: 3 });
const FIELD_NETWORK = Flow.with(Peer.pods({ 'network.secure-edge.dev/field': 'member' }));

/** Apps of the Compose project pod-skeleton. */
export class PodSkeleton extends Chart {
  constructor(scope: Construct, id: string) {
    super(scope, id);
    Target.set(this, Target.kubernetes('1.33'));

    // Differs: metadata.name: it names the project and its files, and the app has the name of a container
    // Differs: metadata.annotations: read as an object
    // Differs: spec.containers[0].resources: read as if a comma followed it
    // Differs: spec.volumes: read without the comma after it, because no value follows
    // Differs: spec.volumes[0].hostPath: read as hostPath.path
    // Refused: spec.volumes[0].hostPath: "/srv/data" of the node is not mounted, because no container says
    //   where: add volumeMounts with name and mountPath to a container
    // Differs: spec: read without the last brace of the file, which closes nothing

    const namespace = new EdgeNamespace(this, 'pod-skeleton');

    // Differs: spec.containers[0].securityContext.readOnlyRootFilesystem: the root file system is
    //   read-only, with a folder at /tmp: mount a volume where the program writes, or use --accept
    //   writable-root
    // Differs: spec.containers[0].securityContext.runAsUser: the file has no user, so the app runs as the
    //   default user, 65532, because the user of the image is unknown here and may be root: set user if it
    //   needs another
    // Differs: spec.containers[0].image: the tag is pulled at each start, because it can be moved to
    //   another image: pin its digest with --images
    // Differs: spec.containers[0].workdingDir: read as workingDir
    // Differs: spec.containers[0].depends_on[0]: the containers of the pod start together, and one that
    //   fails is started again: the service must try to connect until the other accepts it. From
    //   Kubernetes 1.29, a service with a health check starts before those that wait for it
    // Differs: spec.containers[0].networks[0]: the pod reaches the pods of its namespace that have the
    //   label of the network, and is reached by them: give that label to the other pods
    // Differs: spec.containers[0].ports[0]: the port has a number, and no name
    // Differs: spec.containers[0].resources.cpu: read as resources.limits.cpu
    // Differs: spec.containers[0].resources.memory: read as resources.limits.memory
    // Differs: spec.containers[0].livenessProbe: a container that fails its check is restarted, and gets
    //   no requests while it fails; until its first success, it may fail for initialDelaySeconds and 30
    //   seconds
    const collector = new SecureEdgeApp(namespace, 'collector', {
      image: Image.fromTag('registry.example.com/plant/collector:1.4', TAG_REASON),
      args: ['--verbose'],
      workingDir: '/srv',
      env: { BROKER: '127.0.0.1:1883' },
      ports: [Port.tcp(8080)],
      exposure: Exposure.inCluster(),
      livenessProbe: COLLECTOR_PROBE,
      readinessProbe: COLLECTOR_PROBE,
      startupProbe: Probe.httpGet('/healthz', 8080, { periodSeconds: 5, timeoutSeconds: 2, failureThreshold: 7 }),
      resources: { cpuLimit: '250m', memoryLimit: '64Mi' },
      labels: { line: '4', 'network.secure-edge.dev/field': 'member' },
      podAnnotations: { owner: 'line 4' },
      ingress: [FIELD_NETWORK],
      egress: [FIELD_NETWORK, Flow.dns(), Flow.with(Peer.publicAddresses())],
    });

    // Differs: spec.containers[1].securityContext.readOnlyRootFilesystem: the root file system is
    //   read-only, with a folder at /tmp: mount a volume where the program writes, or use --accept
    //   writable-root
    // Differs: spec.containers[1].securityContext.runAsUser: the file has no user, so the app runs as the
    //   default user, 65532, because the user of the image is unknown here and may be root: set user if it
    //   needs another
    // Differs: spec.containers[1].image: the tag is pulled at each start, because it can be moved to
    //   another image: pin its digest with --images
    // Differs: spec.containers[1].resources.cpu: read as resources.limits.cpu
    // Differs: spec.containers[1].resources.memory: read as resources.limits.memory
    collector.addContainer('broker', {
      image: Image.fromTag('docker.io/library/eclipse-mosquitto:2.0', TAG_REASON),
      resources: { cpuLimit: '100m', memoryLimit: '32Mi' },
      runAs: Identity.user(65532),
    });
  }
}

const app = new App();
new PodSkeleton(app, 'pod-skeleton');
app.synth();
